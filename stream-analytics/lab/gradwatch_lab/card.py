"""The card of a data set: what it holds and how it was made."""

import collections
import csv
import json
import os

TEXT = """# Training telemetry of small networks with planted faults

{runs} runs, of which {scored} are labelled and the others left out as unclear. Made by Gradwatch's lab (`stream-analytics/lab` of its repository, whose README
has programs, faults, rules of the labels and their limits) with the seeds {seeds}. Each run was trained by PyTorch on a CPU; what its job sent to the monitoring agent was
kept, and the tables were written from that.

* `index.csv`: a run a row, with label, cause, onset step, confidence and the id of its healthy twin
* `logs/`, `layers/`: the logged rows, and statistics by layer of sampled steps
* `lines/`: what was sent, as JSON lines; `truth/`: losses of every step and quality on held-out data, which no log has; `runs/`: hyper-parameters, fault and strength

Labels are rules applied to the curves of a run beside its twin, not the judgement of people. `underfitting` asks that the run's own curve shows it, which ends at .8 of its start or
higher: a run that is worse than its twin but fell further has no symptom. Synthetic data, and the digits of the UCI *Optical
Recognition of Handwritten Digits* (E. Alpaydin, C. Kaynak, 1998; CC BY 4.0), of which only losses and statistics are in here. Networks are tiny and runs short:
what holds here may not hold for large ones. Hold out whole programs, and keep twins together.

"""


def write(out):
    """Writes ``README.md`` of a labelled folder."""
    with open(os.path.join(out, "index.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    plans = {}
    for row in rows:
        with open(os.path.join(out, "runs", f"{row['id']}.json")) as file:
            plans[row["id"]] = json.load(file)
    seeds = sorted({row["id"].split("-")[-3] for row in rows})
    parts = [TEXT.format(runs=len(rows), scored=sum(row["label"] != "unscored" for row in rows), seeds=", ".join(seeds))]
    parts.append(_table("label", rows, lambda row: row["label"] + (" (no symptom)" if row["confidence"] == "no-symptom" else "")))
    parts.append(_by_program(rows))
    parts.append(_table("fault", rows, lambda row: plans[row["id"]]["fault"]))
    with open(os.path.join(out, "README.md"), "w") as file:
        file.write("\n".join(parts))


def _table(name, rows, key):
    counts = collections.Counter(map(key, rows))
    return "\n".join([f"| {name} | runs |", "|---|--:|"] + [f"| {one} | {count} |" for one, count in counts.most_common()]) + "\n"


def _by_program(rows):
    lines = ["| program | healthy | faulty | no symptom | unscored |", "|---|--:|--:|--:|--:|"]
    for source in sorted({row["source"] for row in rows}):
        mine = [row for row in rows if row["source"] == source]
        healthy = sum(row["label"] == "healthy" for row in mine)
        unscored = sum(row["label"] == "unscored" for row in mine)
        hidden = sum(row["confidence"] == "no-symptom" for row in mine)
        lines.append(f"| {source} | {healthy} | {len(mine) - healthy - unscored - hidden} | {hidden} | {unscored} |")
    return "\n".join(lines) + "\n"
