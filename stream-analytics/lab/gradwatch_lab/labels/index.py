"""Tables, layers and index of a folder, written from what was kept."""

import csv
import glob
import json
import os
import sys

import numpy

from .. import faults, programs, tables
from . import verdict

COLUMNS = (
    "id", "set", "source", "licence", "kind", "what", "n_rows", "label", "cause", "onset_step", "confidence", "notes", "path", "twin",
)


#: Causes of over-fitting: others do not explain it where the twin does so too.
OVERFITS = ("overfitting", "label_noise")


def write(out):
    """Writes ``logs/<id>.csv``, ``layers/<id>.csv`` and ``index.csv`` of all runs in the folder whose twin is there too."""
    for folder in ("logs", "layers"):
        os.makedirs(os.path.join(out, folder), exist_ok=True)
    plans = {}
    for path in glob.glob(os.path.join(out, "runs", "*.json")):
        with open(path) as file:
            plan = json.load(file)
        plans[plan["id"]] = plan
    families = {}
    for plan in plans.values():
        families.setdefault(plan["twin"], []).append(plan)
    rows = []
    for twin in sorted(families):
        if twin in plans:
            rows.extend(_family(out, plans[twin], [plan for plan in families[twin] if plan["id"] != twin]))
        else:
            print(f"{twin} is missing: {len(families[twin])} runs are not labelled", file=sys.stderr)
    path = os.path.join(out, "index.csv")
    with open(path + ".part", "w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(path + ".part", path)
    return rows


def _family(out, healthy, faulty):
    program = programs.all_programs()[healthy["program"]]
    twin = see(out, healthy["id"])
    said = verdict.of_healthy(twin, program.good, program.traits, _quirk(healthy))
    yield _row(healthy, program, twin, said)
    for plan in sorted(faulty, key=lambda plan: plan["id"]):
        seen = see(out, plan["id"])
        certain = faults.all_faults()[plan["fault"]].certain
        found = verdict.of_faulty(seen, twin, said, plan["planted"], certain, program.traits)
        if found.label == said.label == "overfitting" and plan["cause"] not in OVERFITS:
            plan = {**plan, "cause": ""}
        yield _row(plan, program, seen, found)


def see(out, run):
    """A run as the labeller sees it; writes its tables."""
    records = tables.records(os.path.join(out, "lines", f"{run}.jsonl.gz"))
    rows = tables.rows(records)
    tables.write(os.path.join(out, "logs", f"{run}.csv"), tables.COLUMNS, rows)
    layers = tables.layer_rows(records, [int(row["step"]) for row in rows])
    if layers:
        tables.write(os.path.join(out, "layers", f"{run}.csv"), tables.LAYER_COLUMNS, layers)
    with numpy.load(os.path.join(out, "truth", f"{run}.npz")) as truth:
        return verdict.Seen(verdict.Curves(rows), {key: truth[key] for key in truth.files})


def _quirk(plan):
    return plan.get("quirk", {}).get("name", "none")


def _row(plan, program, seen, said):
    return {
        "id": plan["id"],
        "set": "lab",
        "source": f"lab/{program.name}",
        "licence": "",
        "kind": program.kind,
        "what": f"{plan['fault']}, {plan['optimizer']}, {plan['schedule']}, logged as {plan['habit']['style']}"
        + (f", {_quirk(plan)}" if _quirk(plan) != "none" else ""),
        "n_rows": len(seen.curves.rows),
        "label": said.label,
        "cause": plan["cause"],
        "onset_step": "" if said.onset is None else int(said.onset),
        "confidence": said.confidence,
        "notes": said.notes,
        "path": f"logs/{plan['id']}.csv",
        "twin": plan["twin"],
    }
