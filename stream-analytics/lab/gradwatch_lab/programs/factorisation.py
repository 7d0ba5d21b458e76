"""Ratings as products of the embeddings of people and things."""

import numpy
import torch
from torch import nn

from . import Program
from .task import Regression, split


def draw(random):
    return {
        "people": int(random.choice([40, 100])),
        "things": int(random.choice([30, 60])),
        "rank": int(random.choice([4, 8])),
        "examples": int(random.choice([1200, 3000])),
        "val": int(random.choice([100, 300])),
        "noise": float(random.choice([0.1, 0.4])),
        "batch": int(random.choice([32, 64, 128])),
        "init": "default",
        "dropout": 0.0,
    }


class Factors(nn.Module):
    """Pairs (n, 2) of indices to ratings (n, 1)."""

    def __init__(self, people, things, rank):
        super().__init__()
        self.people, self.things = nn.Embedding(people, rank), nn.Embedding(things, rank)
        self.bias = nn.Embedding(people + things, 1)
        self._count = people
        with torch.no_grad():
            self.people.weight.mul_(0.4)
            self.things.weight.mul_(0.4)
            self.bias.weight.zero_()

    def forward(self, pair):
        who, what = pair.unbind(1)
        product = (self.people(who) * self.things(what)).sum(-1, keepdim=True)
        return product + self.bias(who) + self.bias(what + self._count)


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    people = random.normal(0, 0.7, (config["people"], 3))
    things = random.normal(0, 0.7, (config["things"], 3))
    count = config["examples"] + config["val"] + 700
    x = numpy.stack([random.integers(0, config["people"], count), random.integers(0, config["things"], count)], 1)
    y = (people[x[:, 0]] * things[x[:, 1]]).sum(1, keepdims=True) + config["noise"] * random.normal(0, 1, (count, 1))
    x, y = torch.tensor(x), torch.tensor(y + random.normal(0, 1), dtype=torch.float32)
    train, val, held = split(x, y, config["examples"], config["val"], 700)
    model = Factors(config["people"], config["things"], config["rank"])
    return Regression(config, model, train, val, held, torch.nn.functional.mse_loss)


PROGRAM = Program(
    "factorisation", "recsys", draw, build,
    {"adam": 0.02, "adamw": 0.02, "rmsprop": 0.01, "sgd": 2.0, "momentum": 0.5}, 2500, 0.25,
    frozenset({"supervised", "validation", "regression", "tokens"}),
)
