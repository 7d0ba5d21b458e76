"""Digits through a narrow layer and back."""

import numpy
import torch

from .. import digits, networks
from . import Program
from .task import Regression, split


def draw(random):
    return {
        "examples": int(random.choice([300, 1000])),
        "val": int(random.choice([50, 200])),
        "width": int(random.choice([24, 48])),
        "code": int(random.choice([4, 8, 16])),
        "activation": random.choice(["relu", "tanh", "elu"]).item(),
        "init": random.choice(["default", "he", "glorot"]).item(),
        "corrupt": float(random.choice([0, 0, 0.3])),
        "dropout": 0.0,
        "batch": int(random.choice([16, 32, 64])),
    }


class Denoising(Regression):
    """The target is the input; noise is added to what the model sees."""

    objective = "reconstruction"

    def batch(self):
        x, y = super().batch()
        noise = self.config["corrupt"] * torch.from_numpy(self.random.normal(0, 1, tuple(x.shape)).astype(numpy.float32))
        return x + noise, y


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    x = torch.tensor(digits.load(random)[0], dtype=torch.float32)
    train, val, held = split(x, x, config["examples"], config["val"], 500)
    model = networks.mlp([64, config["width"], config["code"], config["width"], 64], config["activation"])
    networks.initialise(model, config["init"])
    return Denoising(config, model, train, val, held, torch.nn.functional.mse_loss)


PROGRAM = Program(
    "auto-encoder", "vision-autoencoder", draw, build,
    {"sgd": 0.3, "momentum": 0.1, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 2500, 0.2,
    frozenset({"supervised", "validation", "regression", "reconstruction"}), 250,
)
