// What the shop sells. Names, prices and colours are invented; `paint` is what the drawings are made from.
export const products = [
  {
    slug: "aurora-trail-3", name: "Aurora Trail 3", kind: "trail", kindName: "Trail", price: 129, colour: "Ember",
    short: "Grip and cushion for long days on rock and root.", weight: "284 g", drop: "6 mm", badge: "Best seller",
    rating: "4.7", reviews: 212,
    about: "The third Aurora is built on a softer foam, with a wider toe box and a new outsole that holds on wet granite. Made for half days that turn into whole ones.",
    paint: { upper: "#e8642c", shade: "#b23f16", overlay: "#c94a1b", accent: "#ffe3c2", foam: "#fbf1e4", foam2: "#f4b183", sole: "#2b2422", lace: "#fff4e6", bg: ["#fdeee0", "#f5cfae"], lugs: true },
  },
  {
    slug: "fjell-ridge", name: "Fjell Ridge", kind: "trail", kindName: "Trail", price: 149, colour: "Lichen",
    short: "Protective and precise where the path gets steep.", weight: "312 g", drop: "8 mm", badge: "",
    rating: "4.6", reviews: 98,
    about: "A rock plate under the forefoot, a gusseted tongue and five-millimetre lugs. Fjell Ridge is the shoe for ridgelines, scree and descents that never end.",
    paint: { upper: "#8fa05a", shade: "#5f6e34", overlay: "#6f8041", accent: "#f3e9b8", foam: "#f2f0e2", foam2: "#c7cf94", sole: "#26281f", lace: "#2f3520", bg: ["#f1f2e2", "#d3dab2"], lugs: true },
  },
  {
    slug: "lumi-ice", name: "Lumi Ice", kind: "winter", kindName: "Winter", price: 169, colour: "Frost",
    short: "Studded and sealed for ice, slush and dark mornings.", weight: "338 g", drop: "8 mm", badge: "New",
    rating: "4.8", reviews: 41,
    about: "Sixteen carbide studs, a sealed membrane and a reflective heel. Lumi Ice keeps you running from the first frost until the snow has gone.",
    paint: { upper: "#cfe0ec", shade: "#8fb0c8", overlay: "#a9c6da", accent: "#2d6f9e", foam: "#ffffff", foam2: "#9cc4de", sole: "#1d2b38", lace: "#2d6f9e", bg: ["#eff6fa", "#c7dcea"], lugs: true, mid: true },
  },
  {
    slug: "kaira-road", name: "Kaira Road", kind: "road", kindName: "Road", price: 119, colour: "Cloud",
    short: "An easy, even ride for every day of the week.", weight: "251 g", drop: "8 mm", badge: "",
    rating: "4.5", reviews: 167,
    about: "One foam, one knit, no fuss. Kaira Road is the pair by the door: soft at the heel, quick at the toe and happy with any distance up to a marathon.",
    paint: { upper: "#dadfe4", shade: "#a3adb8", overlay: "#bcc5ce", accent: "#3c5a78", foam: "#ffffff", foam2: "#b9c9d8", sole: "#3b4653", lace: "#52657a", bg: ["#f3f5f7", "#d5dde4"], lugs: false },
  },
  {
    slug: "saari-tempo", name: "Saari Tempo", kind: "road", kindName: "Road", price: 139, colour: "Sunlit",
    short: "Light and lively for intervals and race day.", weight: "208 g", drop: "5 mm", badge: "",
    rating: "4.6", reviews: 76,
    about: "A full-length plate, a mono-mesh upper and as little as possible in between. Saari Tempo wants to go faster than you planned.",
    paint: { upper: "#f3c53c", shade: "#c08d12", overlay: "#dba41f", accent: "#23404c", foam: "#fffdf4", foam2: "#fbe398", sole: "#23404c", lace: "#23404c", bg: ["#fdf5dc", "#f5dd95"], lugs: false },
  },
  {
    slug: "halla-mid", name: "Halla Mid", kind: "winter", kindName: "Winter", price: 159, colour: "Night",
    short: "A warm collar and a dry foot, down to minus twenty.", weight: "356 g", drop: "8 mm", badge: "",
    rating: "4.4", reviews: 53,
    about: "A brushed lining, a knitted collar that seals out the snow and a rubber that stays soft in the cold. Halla Mid walks as well as it runs.",
    paint: { upper: "#2f4a6a", shade: "#182b44", overlay: "#223a58", accent: "#f08a5b", foam: "#e9edf2", foam2: "#6f8fb3", sole: "#141c28", lace: "#f08a5b", bg: ["#e9eef4", "#b9c8da"], lugs: true, mid: true },
  },
  {
    slug: "polku-light", name: "Polku Light", kind: "trail", kindName: "Trail", price: 109, colour: "Spruce",
    short: "A nimble trail shoe for forest paths and short legs of the week.", weight: "246 g", drop: "4 mm", badge: "",
    rating: "4.3", reviews: 124,
    about: "Low, light and close to the ground. Polku Light is a forest shoe first: quick-drying mesh, small lugs and a last that lets toes spread.",
    paint: { upper: "#2f7d68", shade: "#174f41", overlay: "#216452", accent: "#f6d9a8", foam: "#f1f5ef", foam2: "#8fc2ae", sole: "#1c2a27", lace: "#e9f3ee", bg: ["#e6f2ed", "#b4d6c9"], lugs: true },
  },
  {
    slug: "meri-daily", name: "Meri Daily", kind: "road", kindName: "Road", price: 99, colour: "Rosehip",
    short: "The first pair: soft, forgiving and kind to the wallet.", weight: "262 g", drop: "10 mm", badge: "",
    rating: "4.5", reviews: 189,
    about: "Made for the first five kilometres and the next five hundred. A padded heel, a roomy toe and a foam that forgives tired legs.",
    paint: { upper: "#d9677a", shade: "#a33d52", overlay: "#c04f64", accent: "#fff0ea", foam: "#fff8f4", foam2: "#f2b5b8", sole: "#4a2c36", lace: "#fff0ea", bg: ["#fcebea", "#f0c3c2"], lugs: false },
  },
];

export const kinds = {
  all: { name: "All shoes", text: "Eight pairs, made for northern ground. Every one can be returned within 30 days, even after a run." },
  trail: { name: "Trail", text: "Rock, root and mud. Lugs that hold and rubber that stays soft when the weather does not." },
  road: { name: "Road", text: "Even rides for asphalt, gravel paths and race days." },
  winter: { name: "Winter", text: "Studs, membranes and warm collars for the dark half of the year." },
};

export const sizes = [37, 38, 39, 40, 41, 42, 43, 44];
export const bySlug = Object.fromEntries(products.map((p) => [p.slug, p]));
export const euro = (n) => "€" + n.toFixed(2);
