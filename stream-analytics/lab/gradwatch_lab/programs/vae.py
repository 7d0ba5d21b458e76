"""A variational auto-encoder of digits with a learned noise level: its loss is a density and may be negative."""

import math

import numpy
import torch
from torch import nn

from .. import digits, networks
from . import Program
from .task import Task


def draw(random):
    return {
        "examples": int(random.choice([300, 1000])),
        "val": int(random.choice([50, 200])),
        "width": int(random.choice([24, 48])),
        "code": int(random.choice([2, 4, 8])),
        "beta": float(random.choice([0.1, 0.5, 1])),
        "pixels": int(random.choice([12, 24, 64])),
        "activation": random.choice(["relu", "tanh"]).item(),
        "init": "default",
        "dropout": 0.0,
        "batch": int(random.choice([16, 32, 64])),
    }


class Network(nn.Module):
    def __init__(self, config):
        super().__init__()
        act = networks.ACTIVATIONS[config["activation"]]
        self.encode = nn.Linear(config["pixels"], config["width"])
        self.act1 = act()
        self.code = nn.Linear(config["width"], 2 * config["code"])
        self.decode = nn.Linear(config["code"], config["width"])
        self.act2 = act()
        self.out = nn.Linear(config["width"], config["pixels"])
        self.log_scale = nn.Parameter(torch.zeros(()))

    def forward(self, x, noise):
        mean, spread = self.code(self.act1(self.encode(x))).chunk(2, -1)
        sample = mean + noise * (0.5 * spread).exp()
        return self.out(self.act2(self.decode(sample))), mean, spread


class Vae(Task):
    objective = "vae"

    def __init__(self, config, model, train, val, held):
        super().__init__(config)
        self.model, self.train, self.val, self.held = model, train, val, held
        self.steps_per_epoch = max(1, len(train) // config["batch"])
        with torch.no_grad():
            variance = float(train.var(0).mean())
        # Loss of a single Gaussian about the mean, and that before any training.
        self.guess = 0.5 * (math.log(2 * math.pi * variance) + 1)
        self.first = self.held_out_loss()

    def batch(self):
        x = self.train[self.random.integers(0, len(self.train), self.config["batch"])]
        return x, x

    def _noise(self, x, random):
        return torch.from_numpy(random.normal(0, 1, (len(x), self.config["code"])).astype(numpy.float32))

    def _of(self, x, y, random):
        out, mean, spread = self.model(x, self._noise(x, random))
        scale = self.model.log_scale
        density = 0.5 * ((out - y) / scale.exp()) ** 2 + scale + 0.5 * math.log(2 * math.pi)
        divergence = 0.5 * (mean**2 + spread.exp() - 1 - spread).sum(-1).mean()
        return density.mean() + self.annealing * self.config["beta"] * divergence / x.shape[1]

    def loss(self, batch):
        return self._of(*batch, self.random), None

    def evaluate(self):
        with torch.no_grad():
            return float(self._of(self.val, self.val, numpy.random.default_rng(1))), None

    def held_out_loss(self):
        with torch.no_grad():
            return float(self._of(self.held, self.held, numpy.random.default_rng(2)))

    def quality(self):
        """From 0 at the start to 1 where a single Gaussian is, and beyond it."""
        return min(1.2, max(-1.0, (self.first - self.held_out_loss()) / max(0.1, self.first - self.guess)))


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    x = torch.tensor(digits.load(random)[0], dtype=torch.float32)
    # Pixels at the border are nearly constant: with few pixels the density grows without bound and the loss goes below zero.
    x = x[:, x.var(0).argsort()[: config["pixels"]] if config["pixels"] < 64 else slice(None)]
    held, val, train = x[:500], x[500 : 500 + config["val"]], x[700 : 700 + config["examples"]]
    return Vae(config, Network(config), train, val, held)


PROGRAM = Program(
    "vae", "vision-autoencoder", draw, build,
    {"adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3, "sgd": 0.02, "momentum": 5e-3}, 2000, 0.6,
    frozenset({"validation", "reconstruction", "signed"}), 250,
)
