"""Noisy waves, told apart by their frequency and shape by a recurrent network."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Classification, mislabel, split


def draw(random):
    return {
        "cell": random.choice(["lstm", "gru", "gru", "rnn"]).item(),
        "classes": int(random.choice([2, 4])),
        "length": int(random.choice([10, 16])),
        "examples": int(random.choice([200, 400, 800])),
        "val": int(random.choice([50, 150])),
        "noise": float(random.choice([0, 0, 0.1])),
        "width": int(random.choice([12, 24, 32])),
        "batch": int(random.choice([16, 32])),
        "init": "default",
        "dropout": 0.0,
    }


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    count = config["examples"] + config["val"] + 400
    y = random.integers(0, config["classes"], count)
    time = numpy.arange(config["length"])[None]
    phase = random.uniform(0, 2 * numpy.pi, (count, 1))
    wave = numpy.sin(2 * numpy.pi * (0.06 + 0.07 * (y % 2)[:, None]) * time + phase)
    wave = numpy.where((y >= 2)[:, None], numpy.sign(wave), wave) + 0.15 * random.normal(0, 1, wave.shape)
    x, y = torch.tensor(wave[:, :, None], dtype=torch.float32), torch.tensor(y)
    train, val, held = split(x, y, config["examples"], config["val"], 400)
    train = (train[0], mislabel(random, train[1], config["classes"], config["noise"]))
    model = networks.Recurrent(config["cell"], 1, config["width"], config["classes"])
    task = Classification(config, model, train, val, held, torch.nn.functional.cross_entropy)
    task.classes = config["classes"]
    return task


PROGRAM = Program(
    "lstm-sequences", "timeseries", draw, build,
    {"momentum": 0.1, "adam": 5e-3, "adamw": 5e-3, "rmsprop": 3e-3}, 900, 0.4,
    frozenset({"supervised", "validation", "classification", "recurrent"}), 350,
)
