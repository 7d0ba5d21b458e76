"""REINFORCE on bandits with context: the loss is an advantage times a log-probability and hovers about zero."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Task


def draw(random):
    return {
        "actions": int(random.choice([3, 5])),
        "features": int(random.choice([4, 6])),
        "width": int(random.choice([16, 32])),
        "depth": 1,
        "noise": float(random.choice([0.1, 0.5])),
        "entropy": float(random.choice([0, 0.01, 0.05])),
        "baseline": bool(random.random() < 0.7),
        "activation": random.choice(["relu", "tanh"]).item(),
        "batch": int(random.choice([16, 32, 64])),
        "init": "default",
        "dropout": 0.0,
    }


class Bandit(Task):
    objective = "reinforcement-learning"

    def __init__(self, config):
        super().__init__(config)
        layers = [config["features"]] + [config["width"]] * config["depth"] + [config["actions"]]
        self.model = networks.mlp(layers, config["activation"])
        source = numpy.random.default_rng(config["seed"] + 1)
        worth = source.normal(0, 1, (config["features"], config["actions"]))
        self.worth = torch.tensor(worth, dtype=torch.float32)
        self.usual = 0.0

    def _contexts(self, random, count):
        return torch.from_numpy(random.normal(0, 1, (count, self.config["features"])).astype(numpy.float32))

    def batch(self):
        x = self._contexts(self.random, self.config["batch"])
        return x, torch.from_numpy(self.random.normal(0, self.config["noise"], len(x)).astype(numpy.float32))

    def loss(self, batch):
        x, noise = batch
        log = self.model(x).log_softmax(-1)
        with torch.no_grad():
            chance = torch.from_numpy(self.random.random((len(x), 1)).astype(numpy.float32))
            action = (log.exp().cumsum(-1) < chance).sum(-1).clamp(max=self.config["actions"] - 1)
        reward = (x @ self.worth).gather(1, action[:, None])[:, 0] + noise
        advantage = reward - (self.usual if self.config["baseline"] else 0.0)
        self.usual += 0.05 * (float(reward.mean()) - self.usual)
        entropy = -(log.exp() * log).sum(-1).mean()
        return -(advantage * log.gather(1, action[:, None])[:, 0]).mean() - self.config["entropy"] * entropy, None

    def quality(self):
        x = self._contexts(numpy.random.default_rng(4), 500)
        with torch.no_grad():
            value = x @ self.worth
            got = value.gather(1, self.model(x).argmax(-1, keepdim=True))[:, 0]
        return float((got.mean() - value.mean()) / (value.max(1)[0].mean() - value.mean()))


def build(config):
    return Bandit(config)


PROGRAM = Program(
    "policy-gradient", "rl", draw, build,
    {"adam": 5e-3, "adamw": 5e-3, "rmsprop": 2e-3, "sgd": 0.1, "momentum": 0.03}, 1500, 0.6,
    frozenset({"signed", "uninformative"}),
)
