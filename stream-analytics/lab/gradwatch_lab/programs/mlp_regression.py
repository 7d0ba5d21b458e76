"""A smooth function of some inputs with noise, fitted by a multi-layer perceptron."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Regression, split


def draw(random):
    return {
        "features": int(random.choice([1, 4, 8])),
        "outputs": int(random.choice([1, 1, 1, 3])),
        "examples": int(random.choice([200, 500, 1000])),
        "val": int(random.choice([30, 100, 300])),
        "noise": float(random.choice([0.02, 0.1, 0.3])),
        "scale": float(random.choice([1, 1, 1, 0.1, 10])),
        "width": int(random.choice([16, 32, 64])),
        "depth": int(random.choice([1, 2, 3])),
        "activation": random.choice(["relu", "tanh", "gelu", "elu"]).item(),
        "init": random.choice(["default", "he", "glorot"]).item(),
        "loss": random.choice(["mse", "mse", "l1", "huber"]).item(),
        "dropout": 0.0,
        "batch": int(random.choice([8, 16, 32, 64])),
    }


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    count = config["examples"] + config["val"] + 700
    x = random.normal(0, 1, (count, config["features"]))
    mix = random.normal(0, 1, (config["features"], config["outputs"])) / numpy.sqrt(config["features"])
    y = numpy.sin(2 * (x @ mix)) + 0.5 * (x @ mix[:, ::-1])
    y = config["scale"] * (y + config["noise"] * random.normal(0, 1, y.shape))
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    train, val, held = split(x, y, config["examples"], config["val"], 700)
    sizes = [config["features"]] + [config["width"]] * config["depth"] + [config["outputs"]]
    model = networks.mlp(sizes, config["activation"])
    networks.initialise(model, config["init"])
    criterion = {
        "mse": torch.nn.functional.mse_loss, "l1": torch.nn.functional.l1_loss, "huber": torch.nn.functional.smooth_l1_loss,
    }[config["loss"]]
    return Regression(config, model, train, val, held, criterion)


PROGRAM = Program(
    "mlp-regression", "regression", draw, build,
    {"sgd": 0.02, "momentum": 0.01, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 3000, 0.5,
    frozenset({"supervised", "validation", "regression"}),
)
