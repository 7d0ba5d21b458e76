"""Digits, told apart by a small convolutional network."""

import numpy
import torch

from .. import digits, networks
from . import Program
from .task import Classification, mislabel, split


def draw(random):
    return {
        "examples": int(random.choice([300, 600, 1000])),
        "val": int(random.choice([50, 100, 250])),
        "noise": float(random.choice([0, 0, 0, 0.1])),
        "smoothing": float(random.choice([0, 0, 0.1])),
        "channels": int(random.choice([4, 8])),
        "activation": random.choice(["relu", "relu", "gelu", "tanh"]).item(),
        "init": random.choice(["default", "he", "glorot"]).item(),
        "dropout": float(random.choice([0, 0, 0.2])),
        "norm": bool(random.random() < 0.4),
        "batch": int(random.choice([8, 16, 32, 64])),
    }


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    x, y = digits.load(random)
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    train, val, held = split(x, y, config["examples"], config["val"], 500)
    train = (train[0], mislabel(random, train[1], 10, config["noise"]))
    model = networks.Convolutions(config["channels"], 10, config["activation"], config["dropout"], config["norm"])
    networks.initialise(model, config["init"])
    criterion = torch.nn.CrossEntropyLoss(label_smoothing=config["smoothing"])
    task = Classification(config, model, train, val, held, criterion)
    task.classes = 10
    return task


PROGRAM = Program(
    "cnn-digits", "vision", draw, build,
    {"sgd": 0.05, "momentum": 0.01, "adam": 2e-3, "adamw": 2e-3, "rmsprop": 1e-3}, 1500, 0.6,
    frozenset({"supervised", "validation", "classification"}),
)
