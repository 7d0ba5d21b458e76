"""One class in ten to fifty: a low loss and a high accuracy say little."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Classification, split


def draw(random):
    return {
        "rare": float(random.choice([0.02, 0.05, 0.1])),
        "examples": int(random.choice([800, 1500])),
        "val": int(random.choice([100, 400])),
        "weighted": bool(random.random() < 0.3),
        "width": int(random.choice([16, 32])),
        "depth": int(random.choice([1, 2])),
        "activation": random.choice(["relu", "tanh"]).item(),
        "init": random.choice(["default", "he"]).item(),
        "dropout": float(random.choice([0, 0.1])),
        "batch": int(random.choice([32, 64, 128])),
    }


class Imbalanced(Classification):
    def quality(self):
        """Mean over the classes of the part that is found, from 0 (as a guess) to 1."""
        with torch.no_grad():
            found = self.output(self.held[0]).argmax(-1)
        y = self.held[1]
        return float((found[y == 1] == 1).float().mean() + (found[y == 0] == 0).float().mean()) - 1


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    count = config["examples"] + config["val"] + 1500
    y = (random.random(count) < config["rare"]).astype(numpy.int64)
    centre = random.normal(0, 1, 8)
    centre *= 3.2 / numpy.linalg.norm(centre)
    x = random.normal(0, 1, (count, 8)) + y[:, None] * centre
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    train, val, held = split(x, y, config["examples"], config["val"], 1500)
    model = networks.mlp([8] + [config["width"]] * config["depth"] + [2], config["activation"], config["dropout"])
    networks.initialise(model, config["init"])
    weight = torch.tensor([1.0, min(10.0, 0.3 / config["rare"])]) if config["weighted"] else None
    task = Imbalanced(config, model, train, val, held, torch.nn.CrossEntropyLoss(weight=weight))
    task.classes = 2
    return task


PROGRAM = Program(
    "imbalanced", "classification", draw, build,
    {"sgd": 0.1, "momentum": 0.03, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 2000, 0.4,
    frozenset({"supervised", "validation", "classification"}),
)
