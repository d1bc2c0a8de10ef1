"""Counts, blurs and colours the clicks of a file with numpy and scipy, and with datashader.

python others.py FOLDER: reads points.f32 and what the bench wrote of ours (ours.json, ours.f32); writes
others.json with the best time of each, and how far our field and theirs agree.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy import ndimage

WIDTH, HEIGHT, RADIUS, RUNS = 1440, 9000, 44.0, 3
SIGMA = RADIUS / 2.5
folder = Path(sys.argv[1])
points = np.fromfile(folder / "points.f32", dtype="<f4").reshape(-1, 2)
ramp = np.linspace(0, 255, 1024).astype(np.uint8)
shades = np.stack([ramp, ramp[::-1], ramp, ramp], axis=1)


def best(work):
    """The least time of a few runs, ms, and what the last gave."""
    times, made = [], None
    for _ in range(RUNS):
        start = time.perf_counter()
        made = work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times), made


def counted():
    x, y = points[:, 0], points[:, 1]
    inside = (x >= 0) & (y >= 0) & (x < WIDTH) & (y < HEIGHT)
    cells = y[inside].astype(np.int32) * WIDTH + x[inside].astype(np.int32)
    return np.bincount(cells, minlength=WIDTH * HEIGHT).reshape(HEIGHT, WIDTH)


def coloured(field):
    return shades[(field * (1023 / max(field.max(), 1e-9))).astype(np.int32)]


def with_numpy():
    counts = counted()
    field = ndimage.gaussian_filter(counts.astype(np.float32), SIGMA, mode="constant", truncate=3.3)
    return counts, field, coloured(field)


told = {}
told["numpy"], (counts, field, _) = best(with_numpy)
try:
    import datashader
    import datashader.transfer_functions as shading
    import pandas

    frame = pandas.DataFrame({"x": points[:, 0], "y": points[:, 1]})
    canvas = datashader.Canvas(WIDTH, HEIGHT, x_range=(0, WIDTH), y_range=(0, HEIGHT))
    canvas.points(frame.head(1000), "x", "y")  # compiles itself

    def with_datashader():
        """It has no blur of this kind: scipy's stands in."""
        counts = canvas.points(frame, "x", "y")
        soft = ndimage.gaussian_filter(counts.values.astype(np.float32), SIGMA, mode="constant", truncate=3.3)
        return counts, shading.shade(counts.copy(data=soft), how="linear")

    told["datashader"], (theirs, _) = best(with_datashader)
    told["datashader_counts_agree"] = bool(np.abs(theirs.values - counts).sum() <= 1e-4 * counts.sum())
except ImportError:
    pass

ours = json.loads((folder / "ours.json").read_text())
grid = np.fromfile(folder / "ours.f32", dtype="<f4").reshape(ours["height"], ours["width"])
side = ours["cell"]
# Their field per cell of ours.
cells = field[: ours["height"] * side, : ours["width"] * side]
cells = cells.reshape(ours["height"], side, ours["width"], side).sum(axis=(1, 3))
hottest = [np.unravel_index(np.argmax(one), one.shape) for one in (grid, cells)]
told["points"] = int(counts.sum())
told["sum"] = float(grid.sum(dtype=np.float64))
told["sum_theirs"] = float(cells.sum(dtype=np.float64))
told["correlation"] = float(np.corrcoef(grid.ravel(), cells.ravel())[0, 1])
told["largest_difference"] = float(np.abs(grid - cells).max() / cells.max())
told["hottest_apart_px"] = float(np.hypot(*(np.subtract(*hottest))) * side)
(folder / "others.json").write_text(json.dumps(told))
