"""Several labels of one example, each told by a logistic output."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Supervised, split


def draw(random):
    return {
        "labels": int(random.choice([4, 8, 12])),
        "features": int(random.choice([10, 20])),
        "examples": int(random.choice([300, 800])),
        "val": int(random.choice([40, 200])),
        "rare": float(random.choice([0, 0.7])),
        "width": int(random.choice([32, 64])),
        "depth": int(random.choice([1, 2])),
        "activation": random.choice(["relu", "tanh", "gelu"]).item(),
        "init": random.choice(["default", "he"]).item(),
        "dropout": float(random.choice([0, 0.2])),
        "batch": int(random.choice([16, 32, 64])),
    }


class MultiLabel(Supervised):
    """Targets and outputs (n, labels)."""

    objective = "multi-label"

    def accuracy(self, out, y):
        return float(((out > 0) == (y > 0.5)).float().mean())

    def quality(self):
        with torch.no_grad():
            found = self.output(self.held[0]) > 0
        y = self.held[1] > 0.5
        yes = (found & y).sum(0) / y.sum(0).clamp(min=1)
        no = (~found & ~y).sum(0) / (~y).sum(0).clamp(min=1)
        return float((yes + no).mean()) - 1


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    count = config["examples"] + config["val"] + 700
    x = random.normal(0, 1, (count, config["features"]))
    hidden = numpy.tanh(x @ random.normal(0, 1, (config["features"], 16)) / numpy.sqrt(config["features"]))
    y = (hidden @ random.normal(0, 1, (16, config["labels"])) > config["rare"]).astype(numpy.float32)
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    train, val, held = split(x, y, config["examples"], config["val"], 700)
    sizes = [config["features"]] + [config["width"]] * config["depth"] + [config["labels"]]
    model = networks.mlp(sizes, config["activation"], config["dropout"])
    networks.initialise(model, config["init"])
    return MultiLabel(config, model, train, val, held, torch.nn.functional.binary_cross_entropy_with_logits)


PROGRAM = Program(
    "multi-label", "classification", draw, build,
    {"sgd": 0.3, "momentum": 0.1, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 2000, 0.4,
    frozenset({"supervised", "validation"}),
)
