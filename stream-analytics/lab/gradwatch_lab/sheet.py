"""A page of curves, for people who check labels: each run with its healthy twin behind it."""

import csv
import html
import math
import os
import random

WIDTH, HEIGHT = 330, 150


def write(out, path, label=None, count=60, seed=0, ids=None):
    """
    Draws random runs of a folder as one HTML page.

    :param label: only runs with it
    :param count: of runs at most
    :param ids: these runs in place of random ones
    """
    with open(os.path.join(out, "index.csv"), newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    chosen = [row for row in rows.values() if (row["id"] in ids if ids else label in (None, row["label"]))]
    if len(chosen) > count:
        chosen = random.Random(seed).sample(chosen, count)
    figures = [_figure(out, row) for row in chosen]
    style = "body{font:11px sans-serif}figure{display:inline-block;margin:4px;width:330px;vertical-align:top}svg{border:1px solid #ccc}"
    with open(path, "w") as file:
        file.write(f"<meta charset=utf-8><style>{style}</style>{''.join(figures)}")
    return [row["id"] for row in chosen]


def _figure(out, row):
    own = _columns(os.path.join(out, row["path"]))
    twin = _columns(os.path.join(out, "logs", f"{row['twin']}.csv"))
    parts = []
    values = [value for curves in (own, twin) for column in ("train_loss", "val_loss") for _, value in curves[column]]
    steps = [step for column in ("train_loss", "val_loss") for step, _ in own[column] + twin[column]]
    size = max(1e-9, sorted(abs(value) for value in values)[len(values) // 2] if values else 1)
    first = [abs(value) for column in ("train_loss", "val_loss") for _, value in twin[column][:3]]
    size = max([1e-9] + first) if first else size
    scale = [math.asinh(value / (0.03 * size)) for value in values] or [0, 1]
    box = min(steps, default=0), max(steps, default=1), min(scale), max(scale)
    for curves, colours in ((twin, ("#bbb", "#dcb")), (own, ("#06c", "#d50"))):
        for column, colour in zip(("train_loss", "val_loss"), colours):
            parts.append(_line(curves[column], size, box, colour))
    norms = [(step, math.log10(max(value, 1e-9))) for step, value in own["grad_norm"]]
    if norms:
        low, high = min(v for _, v in norms), max(v for _, v in norms)
        parts.append(_path([(s, v) for s, v in norms], (box[0], box[1], low, high + 1e-9), "#3a3", 0.4))
    if row["onset_step"]:
        x = _x(float(row["onset_step"]), box)
        parts.append(f'<path d="M{x} 0V{HEIGHT}" stroke="red" stroke-dasharray="3"/>')
    words = f"<b>{row['label']}</b> {row['confidence']} {row['id']}<br>{html.escape(row['what'])}; rows {row['n_rows']}, onset {row['onset_step']}<br>{html.escape(row['notes'])}"
    return f'<figure><svg width={WIDTH} height={HEIGHT} fill="none">{"".join(parts)}</svg><figcaption>{words}</figcaption></figure>'


def _columns(path):
    found = {"train_loss": [], "val_loss": [], "grad_norm": []}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            for column, values in found.items():
                if row[column] and math.isfinite(float(row[column])):
                    values.append((float(row["step"]), float(row[column])))
    return found


def _x(step, box):
    return round((step - box[0]) / max(1e-9, box[1] - box[0]) * WIDTH, 1)


def _line(points, size, box, colour):
    return _path([(step, math.asinh(value / (0.03 * size))) for step, value in points], box, colour, 1.2)


def _path(points, box, colour, width):
    if not points:
        return ""
    span = max(1e-9, box[3] - box[2])
    thin = points[:: max(1, len(points) // 700)]
    place = " ".join(f"{_x(step, box)},{round(HEIGHT - 4 - (value - box[2]) / span * (HEIGHT - 8), 1)}" for step, value in thin)
    dots = "" if len(points) > 30 else "".join(
        f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="1.8" fill="{colour}"/>' for p in place.split()
    )
    return f'<polyline points="{place}" stroke="{colour}" stroke-width="{width}"/>{dots}'
