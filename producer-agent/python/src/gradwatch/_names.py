"""Meaning of the names in ``log``. The table is in docs/PYTHON.md; the names stand in the catalogue of ``schemas``."""

from __future__ import annotations

import functools
from typing import Optional

from ._signals import METRIC, PREFIXES, SERIES, STEP_FIELDS

SPLITS = {
    "train": "TRAIN",
    "val": "TRAIN_VAL",
    "valid": "TRAIN_VAL",
    "validation": "TRAIN_VAL",
    "eval": "TRAIN_VAL",
    "evaluation": "TRAIN_VAL",
    "dev": "TRAIN_VAL",
    "train_val": "TRAIN_VAL",
    "test_val": "TEST_VAL",
    "test": "TEST",
}


class Target:
    """
    Where a value goes: a field or a metric of the step (split None) or of the evaluation of a split. ``name`` is what
    the job calls it, empty where it has no name of its own.
    """

    __slots__ = ("split", "field", "metric", "name")

    def __init__(self, split: Optional[str], field: Optional[str], metric: Optional[str], name: str = "") -> None:
        self.split = split
        self.field = field
        self.metric = metric
        self.name = name

    @property
    def series(self) -> str:
        """Its series, as the fleet and SQL name it, such as train-val/loss."""
        series = (self.metric if self.field is None else SERIES.get(self.field, self.field)) or ""
        return series if self.split is None else f"{self.split.lower().replace('_', '-')}/{series}"


@functools.lru_cache(maxsize=10_000)
def target(name: str) -> Target:
    """The meaning of a name, by its prefix and the rest."""
    split, rest = _split(name)
    lower = rest.lower()
    if split is not None:
        field = "loss" if lower == "loss" else "epoch" if lower == "epoch" else None
    else:
        field = STEP_FIELDS.get(lower) or _rate(lower)
    return Target(split, field, None if field else METRIC.get(lower, rest)[:256], name[:256])


def _split(name: str) -> tuple[Optional[str], str]:
    lower = name.lower()
    for prefix, split in PREFIXES:
        if lower.startswith(prefix) and len(name) > len(prefix) + 1 and name[len(prefix)] in "/_.":
            return split, name[len(prefix) + 1 :]
    return None, name


def _rate(lower: str) -> Optional[str]:
    """Lightning's LearningRateMonitor says lr-Adam, or lr-Adam/pg1 and so on where there are several groups."""
    if lower.startswith("lr-") and ("/pg" not in lower or lower.endswith("/pg1")):
        return "learningRate"
    return None


def split_of(name: object) -> str:
    """The split of the schema that a person means."""
    key = str(name).lower().replace("-", "_")
    return SPLITS.get(key, "UNKNOWN")
