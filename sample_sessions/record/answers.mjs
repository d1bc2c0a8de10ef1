// What visitors answered: [session, survey, question, answer, score]. Score: 1 (bad) to 5 (good).
const exit = "What kept you from buying today?";
const after = "How was it to buy from us?";

export const answers = [
  ["nl-1101-k7", "exit", exit, "The code from Instagram does not work and nothing tells me why.", 1],
  ["nl-1101-p2", "exit", exit, "TRAIL20 is in your own ad, but the shop says no.", 2],
  ["nl-1102-c4", "post-purchase", after, "Quick. The ten percent worked at once.", 5],
  ["nl-1102-m9", "post-purchase", after, "Fine, but I could not make the picture bigger.", 4],
  ["nl-1102-t1", "post-purchase", after, "Bought it anyway, without my discount. Not happy about that.", 2],
  ["nl-1103-h3", "exit", exit, "I wanted to save them for payday, the heart does nothing.", 2],
  ["nl-1103-r8", "exit", exit, "I could not find which size I need.", 2],
  ["nl-1104-d5", "exit", exit, "It would not take my phone number.", 1],
  ["nl-1104-w6", "post-purchase", after, "All good once I left the zero out of my number.", 4],
  ["nl-1105-b2", "exit", exit, "Says my phone number is not valid. It is the number I have had for ten years.", 1],
  ["nl-1105-n4", "post-purchase", after, "Fast and simple.", 5],
  ["nl-1106-j9", "exit", exit, "Not sure it comes before the weekend.", 3],
  ["nl-1107-q3", "post-purchase", after, "Came back with another code, that one worked.", 4],
  ["nl-1108-a6", "exit", exit, "I would like to see the sole up close before I spend that much.", 3],
  ["nl-1108-v2", "exit", exit, "Could not put them on my list, so I will think about it.", 2],
  ["nl-1109-e8", "post-purchase", after, "The letter led straight to the right shoe.", 5],
  ["nl-1109-y7", "exit", exit, "I do not like typing my card on a phone.", 3],
  ["nl-1110-u1", "exit", exit, "Tried three codes. None works, and each takes forever.", 1],
  ["nl-1111-l0", "exit", exit, "Just looking, will come back on the weekend.", 4],
  ["nl-1112-i3", "post-purchase", after, "No surprises. Thank you!", 5],
  ["nl-1113-k6", "post-purchase", after, "Good shoe, the code from spring was too old, fair enough.", 4],
  ["nl-1113-t9", "exit", exit, "Looks zoomable, is not. And where is the size table?", 2],
  ["nl-1114-d1", "exit", exit, "Express delivery costs too much for one pair.", 3],
  ["nl-1115-m2", "exit", exit, "Wanted to ask at home first.", 4],
  ["nl-1116-c8", "post-purchase", after, "Second visit, two minutes, done.", 5],
  ["nl-1118-w3", "exit", exit, "The Apply button is dead on my phone.", 1],
  ["nl-1119-h9", "post-purchase", after, "The size guide right beside the sizes helped.", 5],
];
