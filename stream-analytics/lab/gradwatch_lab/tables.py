"""From the lines of a session to the tables of the corpus format."""

import bisect
import csv
import gzip
import json

COLUMNS = ("step", "epoch", "train_loss", "val_loss", "train_acc", "val_acc", "grad_norm", "lr")
LAYER_COLUMNS = ("step", "epoch", "layer", "activation", "zero_frac", "sat_frac", "act_std", "weight_norm", "grad_norm")
_WORDS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}


def records(path):
    """The records of a file of lines, without the hello."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [record for record in map(json.loads, file) if record["type"] == "record"]


def rows(records):
    """
    A row for each step at which a loss was told: a dict by COLUMNS, values as text, missing where nothing was told.
    """
    found = {}
    for record in records:
        step, evaluation = record.get("step"), record.get("evaluation")
        if step is not None and "loss" in step:
            row = found.setdefault(step["step"], {})
            row.update(_some(train_loss=step["loss"], grad_norm=step.get("gradientNorm"), lr=step.get("learningRate")))
            row.update(_some(train_acc=step.get("metrics", {}).get("accuracy"), epoch=step.get("epoch")))
        elif evaluation is not None:
            row = found.setdefault(evaluation["step"], {})
            row.update(_some(val_loss=evaluation.get("loss"), val_acc=evaluation.get("metrics", {}).get("accuracy")))
            row.update(_some(epoch=evaluation.get("epoch")))
    return [{"step": str(step), **found[step]} for step in sorted(found)]


def _some(**values):
    return {key: _text(value) for key, value in values.items() if value is not None}


def _text(value):
    return _WORDS.get(value, value) if isinstance(value, str) else f"{value:.7g}"


def layer_rows(records, logged):
    """
    A row for each sampled step and layer with weights, a dict by LAYER_COLUMNS; none where nothing was watched. It stands at the
    step of the next logged row, the last sample before which counts: a replay goes by the rows of the log.

    :param logged: steps of the rows of the log, ascending
    """
    declared = []
    for record in records:
        declared = record.get("started", {}).get("layers") or declared
    follows = _activations(declared)
    samples = {}
    for record in records:
        step = record.get("step", {})
        at = bisect.bisect_left(logged, step.get("step", -1))
        if "tensors" in step and at < len(logged):
            samples[logged[at]] = step
    return [row for at, step in samples.items() for row in _layers_of(step, at, follows)]


def _activations(declared):
    """Activation after each layer with parameters: (name of its layer, its kind), by layer."""
    found, last = {}, None
    for layer in declared:
        if layer.get("parameters"):
            last = layer["name"]
            found[last] = (None, "linear")
        elif last is not None and layer.get("activation") and found[last][0] is None:
            found[last] = (layer["name"], layer["activation"])
    return found


def _layers_of(step, at, follows):
    by_kind = {}
    for row in step["tensors"]:
        by_kind.setdefault(row[1], {})[row[0]] = row
    for layer, (activation, kind) in follows.items():
        row = {"step": str(at), "layer": layer, "activation": kind}
        if "epoch" in step:
            row["epoch"] = _text(step["epoch"])
        measured = by_kind.get("ACTIVATION", {}).get(activation or layer)
        if measured is not None and measured[2]:
            zero = measured[10] / measured[2]
            saturated = measured[11] / measured[2] if measured[11] is not None else (zero if kind == "relu" else None)
            row.update(_some(zero_frac=zero, sat_frac=saturated, act_std=measured[6]))
        row.update(_some(weight_norm=_norm(by_kind.get("PARAMETER", {}), layer), grad_norm=_norm(by_kind.get("GRADIENT", {}), layer)))
        yield row


def _norm(tensors, layer):
    """L2 norm of all tensors of a layer; NaN where one has a NaN."""
    mine = [row for name, row in tensors.items() if name.rpartition(".")[0] == layer or name == layer]
    if not mine:
        return None
    if any(row[8] for row in mine):
        return "NaN"
    if any(row[9] or isinstance(row[7], str) for row in mine):
        return "Infinity"
    return sum(row[7] ** 2 for row in mine) ** 0.5


def write(path, columns, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
