"""The programs of the lab: each is one small file with its data, model and loss."""

import importlib
from dataclasses import dataclass
from typing import Callable

NAMES = (
    "mlp_classification", "mlp_regression", "cnn_digits", "lstm_sequences", "char_transformer", "auto_encoder", "vae",
    "gan", "dqn", "policy_gradient", "contrastive", "multi_label", "imbalanced", "seq2seq_copy", "factorisation", "modular_addition",
)


@dataclass(frozen=True)
class Program:
    """
    :param name: as in the column ``source`` of the index, after ``lab/``
    :param kind: column ``kind`` of the index
    :param draw: takes a random generator, gives the hyper-parameters
    :param build: takes them, gives the Task
    :param rates: learning rate that trains well, by optimizer
    :param most_steps: bound of the length, so that a run takes seconds
    :param good: quality from which a healthy run counts as trained well, 0 to 1
    :param traits: words that faults ask for: supervised, validation, classification, regression, recurrent, tokens (inputs
        that cannot be scaled), reconstruction, signed (the loss may be negative), uninformative (the loss does not tell
        how good the model is)
    :param least_steps: below which it does not train well
    """

    name: str
    kind: str
    draw: Callable
    build: Callable
    rates: dict
    most_steps: int
    good: float
    traits: frozenset
    least_steps: int = 150


def all_programs():
    """Programs by name."""
    found = [importlib.import_module(f"{__name__}.{name}").PROGRAM for name in NAMES]
    return {program.name: program for program in found}
