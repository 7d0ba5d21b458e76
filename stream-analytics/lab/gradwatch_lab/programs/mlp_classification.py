"""Gaussian clusters or digits, told apart by a multi-layer perceptron."""

import numpy
import torch

from .. import digits, networks
from . import Program
from .task import Classification, mislabel, split


def draw(random):
    return {
        "data": random.choice(["clusters", "digits", "spirals"]).item(),
        "classes": int(random.choice([2, 3, 5, 10])),
        "examples": int(random.choice([300, 600, 1000])),
        "val": int(random.choice([40, 100, 300])),
        "noise": float(random.choice([0, 0, 0, 0.05, 0.15])),
        "width": int(random.choice([16, 32, 64])),
        "depth": int(random.choice([1, 2, 2, 3, 4])),
        "activation": random.choice(["relu", "relu", "tanh", "gelu", "elu", "leaky_relu"]).item(),
        "init": random.choice(["default", "he", "glorot"]).item(),
        "dropout": float(random.choice([0, 0, 0.1, 0.3])),
        "norm": bool(random.random() < 0.2),
        "batch": int(random.choice([8, 16, 32, 64, 128])),
    }


def data(config, random, count):
    """Inputs (count, features) with unit variance, and classes."""
    classes = config["classes"]
    if config["data"] == "digits":
        config["classes"] = 10
        return digits.load(random)
    if config["data"] == "clusters":
        centres = random.normal(0, 1.2, (3 * classes, 10))
        which = random.integers(0, 3 * classes, count)
        return centres[which] + random.normal(0, 0.8, (count, 10)), which % classes
    config["classes"] = classes = min(classes, 3)
    which = random.integers(0, classes, count)
    radius = random.random(count) * 0.9 + 0.1
    angle = radius * 3.5 + which * 2 * numpy.pi / classes + random.normal(0, 0.12, count)
    return 2 * numpy.stack([radius * numpy.cos(angle), radius * numpy.sin(angle)], 1), which


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    x, y = data(config, random, config["examples"] + config["val"] + 700)
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
    train, val, held = split(x, y, config["examples"], config["val"], 700)
    train = (train[0], mislabel(random, train[1], config["classes"], config["noise"]))
    sizes = [x.shape[1]] + [config["width"]] * config["depth"] + [config["classes"]]
    model = networks.mlp(sizes, config["activation"], config["dropout"], config["norm"])
    networks.initialise(model, config["init"])
    task = Classification(config, model, train, val, held, torch.nn.functional.cross_entropy)
    task.classes = config["classes"]
    return task


PROGRAM = Program(
    "mlp-classification", "classification", draw, build,
    {"sgd": 0.1, "momentum": 0.03, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 3000, 0.5,
    frozenset({"supervised", "validation", "classification"}),
)
