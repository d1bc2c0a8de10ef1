"""Prints what was measured in FOLDER as a table, and fails where the fields do not agree."""

import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])


def read(name):
    file = folder / name
    return json.loads(file.read_text()) if file.exists() else {}


ours, others, browser = read("ours.json"), read("others.json"), read("heatmapjs.json")
rows = [
    ("a bare scatter, one core, not blurred", ours.get("scatter")),
    ("Wherefore: count and blur", ours.get("blur")),
    ("Wherefore: count, blur and colour", ours.get("whole")),
    ("numpy and scipy", others.get("numpy")),
    ("datashader, blurred by scipy", others.get("datashader")),
    (f"heatmap.js in Chromium, {browser.get('count', 0)} clicks", browser.get("ms")),
]
print(f"\n{'10 000 000 clicks into 1440 × 9000':<52} {'ms':>9} {'times ours':>11}")
for name, ms in rows:
    told = f"{ms:>9.0f} {ms / ours['whole']:>11.2f}" if ms else "  not measured"
    print(f"{name:<52} {told}")
if not others:
    sys.exit()
print(
    f"\nOur field against scipy's: correlation {others['correlation']:.6f}, largest difference "
    f"{others['largest_difference'] * 100:.2f} % of the hottest place, hottest places "
    f"{others['hottest_apart_px']:.0f} px apart, sums {others['sum']:.0f} and {others['sum_theirs']:.0f}"
)
apart = abs(others["sum"] - others["sum_theirs"]) / others["sum_theirs"]
agree = others["correlation"] > 0.999 and others["hottest_apart_px"] < 12 and apart < 1e-3
agree = agree and others.get("datashader_counts_agree", True)
if browser and browser["count"] == 10_000_000:
    agree = agree and browser["sum"] == browser["inside"] == others["points"]
print("The fields agree." if agree else "The fields do not agree.")
sys.exit(0 if agree else 1)
