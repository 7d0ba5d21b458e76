"""Two noisy views of a point are drawn together and away from others: SimCLR's loss or that of triplets."""

import numpy
import torch

from .. import digits, networks
from . import Program
from .task import Task


def draw(random):
    return {
        "loss": random.choice(["simclr", "simclr", "triplet"]).item(),
        "temperature": float(random.choice([0.1, 0.3, 0.5])),
        "noise": float(random.choice([0.2, 0.4])),
        "width": int(random.choice([32, 64])),
        "depth": int(random.choice([1, 2])),
        "activation": random.choice(["relu", "gelu"]).item(),
        "examples": 1000,
        "batch": int(random.choice([16, 32, 64])),
        "init": "default",
        "dropout": 0.0,
    }


class Contrastive(Task):
    objective = "contrastive"

    def __init__(self, config):
        super().__init__(config)
        source = numpy.random.default_rng(config["seed"] + 1)
        x, y = digits.load(source)
        self.x, self.y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
        self.model = networks.mlp([64] + [config["width"]] * config["depth"] + [8], config["activation"])
        self.steps_per_epoch = max(1, config["examples"] // config["batch"])
        with torch.no_grad():
            self.start = self._hits()

    def _views(self, random, chosen):
        x = self.x[chosen]
        noise = [torch.from_numpy(random.normal(0, 1, tuple(x.shape)).astype(numpy.float32)) for _ in range(2)]
        return x + self.config["noise"] * noise[0], x + self.config["noise"] * noise[1]

    def batch(self):
        return self._views(self.random, self.random.integers(0, self.config["examples"], self.config["batch"]))

    def loss(self, batch):
        one, two = (torch.nn.functional.normalize(self.model(view), dim=-1) for view in batch)
        if self.config["loss"] == "triplet":
            near = ((one - two) ** 2).sum(-1)
            far = ((one - two.roll(1, 0)) ** 2).sum(-1)
            return (near - far + 0.5).relu().mean(), None
        alike = one @ two.T / self.config["temperature"]
        return torch.nn.functional.cross_entropy(alike, torch.arange(len(one))), None

    def evaluate(self):
        with torch.no_grad():
            source = numpy.random.default_rng(6)
            chosen = source.integers(self.config["examples"], 1400, self.config["batch"])
            return float(self.loss(self._views(source, chosen))[0]), None

    def held_out_loss(self):
        with torch.no_grad():
            source = numpy.random.default_rng(7)
            losses = [float(self.loss(self._views(source, source.integers(1400, 1797, self.config["batch"])))[0]) for _ in range(6)]
            return sum(losses) / len(losses)

    def _hits(self):
        """Part of noisy held-out points whose nearest neighbour in the embedding is their own other view."""
        one, two = self._views(numpy.random.default_rng(8), numpy.arange(1400, 1600))
        one, two = (torch.nn.functional.normalize(self.model(view), dim=-1) for view in (one, two))
        return float(((one @ two.T).argmax(-1) == torch.arange(len(one))).float().mean())

    def quality(self):
        with torch.no_grad():
            return (self._hits() - self.start) / (1.001 - self.start)


def build(config):
    return Contrastive(config)


PROGRAM = Program(
    "contrastive", "ssl", draw, build,
    {"sgd": 0.1, "momentum": 0.05, "adam": 2e-3, "adamw": 2e-3, "rmsprop": 1e-3}, 1500, 0.1, frozenset({"validation"}),
)
