"""Meaning of the names in ``log``. The table is in docs/PYTHON.md.

The catalogue of names in ``schemas`` has the same; ``MetricNamesTest`` fails where the two differ.
"""

from __future__ import annotations

import functools
from typing import Optional

STEP_FIELDS = {
    "loss": "loss",
    "lr": "learningRate",
    "learning_rate": "learningRate",
    "learningrate": "learningRate",
    "grad_norm": "gradientNorm",
    "gradnorm": "gradientNorm",
    "gradient_norm": "gradientNorm",
    "grad_2.0_norm_total": "gradientNorm",
    "param_norm": "parameterNorm",
    "parameter_norm": "parameterNorm",
    "weight_norm": "parameterNorm",
    "update_ratio": "updateRatio",
    "loss_scale": "lossScale",
    "epoch": "epoch",
    "batch_size": "batchSize",
    "batchsize": "batchSize",
    "tokens": "tokens",
    "tokens_seen": "tokens",
    "num_tokens": "tokens",
    "num_input_tokens_seen": "tokens",
    "consumed_tokens": "tokens",
    "step_time_ms": "durationMillis",
    "duration_ms": "durationMillis",
    "data_wait_ms": "dataWaitMillis",
    "data_time_ms": "dataWaitMillis",
}
WHOLE_FIELDS = {"batchSize": 2**31 - 1, "tokens": 2**63 - 1}

#: Series of the stream, where they are spelled in another way than the fields.
SERIES = {
    "learningRate": "learning_rate",
    "gradientNorm": "gradient_norm",
    "parameterNorm": "parameter_norm",
    "updateRatio": "update_ratio",
    "lossScale": "loss_scale",
    "batchSize": "batch_size",
    "durationMillis": "duration_ms",
    "dataWaitMillis": "data_wait_ms",
}

METRIC = {"acc": "accuracy"}

# Longest first, so that train_val is not taken for train.
PREFIXES = (
    ("train_val", "TRAIN_VAL"),
    ("train-val", "TRAIN_VAL"),
    ("test_val", "TEST_VAL"),
    ("test-val", "TEST_VAL"),
    ("validation", "TRAIN_VAL"),
    ("evaluation", "TRAIN_VAL"),
    ("training", None),
    ("testval", "TEST_VAL"),
    ("testing", "TEST"),
    ("train", None),
    ("valid", "TRAIN_VAL"),
    ("eval", "TRAIN_VAL"),
    ("test", "TEST"),
    ("val", "TRAIN_VAL"),
    ("dev", "TRAIN_VAL"),
    ("vali", "TRAIN_VAL"),
    ("vld", "TRAIN_VAL"),
    ("trn", None),
    ("tst", "TEST"),
    ("va", "TRAIN_VAL"),
    ("vl", "TRAIN_VAL"),
    ("tr", None),
)
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
