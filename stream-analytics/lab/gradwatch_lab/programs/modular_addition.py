"""Sums modulo a prime, learnt by heart long before they are understood: delayed generalisation (Power et al. 2022)."""

import numpy
import torch
from torch import nn

from . import Program
from .task import Classification, split


def draw(random):
    return {
        "prime": 23,
        "part": float(random.choice([0.5, 0.55, 0.6, 0.7])),
        "width": int(random.choice([32, 48])),
        "weight_decay": float(random.choice([1.0, 2.0])),
        "init": "default",
        "dropout": 0.0,
        "batch": 1000,
    }


class Sums(nn.Module):
    """Pairs (n, 2) of numbers to logits (n, prime)."""

    def __init__(self, prime, width):
        super().__init__()
        self.embed = nn.Embedding(prime, width)
        self.hidden = nn.Linear(width, 2 * width)
        self.act = nn.ReLU()
        self.head = nn.Linear(2 * width, prime)

    def forward(self, pair):
        return self.head(self.act(self.hidden(self.embed(pair).sum(1))))


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    prime = config["prime"]
    x = torch.tensor([(a, b) for a in range(prime) for b in range(prime)])[random.permutation(prime * prime)]
    count = int(config["part"] * len(x))
    rest = (len(x) - count) // 2
    train, val, held = split(x, x.sum(1) % prime, count, rest, rest)
    task = Classification(config, Sums(prime, config["width"]), train, val, held, nn.functional.cross_entropy)
    task.classes = prime
    return task


PROGRAM = Program(
    "modular-addition", "grokking", draw, build, {"adamw": 0.01}, 2500, 0.8,
    frozenset({"supervised", "validation", "classification", "tokens"}), 1000,
)
