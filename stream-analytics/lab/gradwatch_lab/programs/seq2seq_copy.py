"""A sequence is read and then said again, backwards or shifted, by a recurrent encoder and decoder."""

import numpy
import torch
from torch import nn

from . import Program
from .task import Supervised, split


def draw(random):
    return {
        "tokens": int(random.choice([4, 6])),
        "length": int(random.choice([3, 4])),
        "reverse": bool(random.random() < 0.5),
        "examples": int(random.choice([400, 1000])),
        "val": int(random.choice([50, 150])),
        "width": int(random.choice([32, 48])),
        "batch": int(random.choice([32, 64])),
        "init": "default",
        "dropout": 0.0,
    }


class EncoderDecoder(nn.Module):
    """Tokens (n, time) to logits (n, time, tokens); the decoder is fed the target, shifted by one."""

    def __init__(self, tokens, width):
        super().__init__()
        self.embed = nn.Embedding(tokens + 1, 12)
        self.encode = nn.GRU(12, width, batch_first=True)
        self.decode = nn.GRU(12, width, batch_first=True)
        self.head = nn.Linear(width, tokens)
        self.begin = tokens

    def forward(self, pair):
        source, target = pair.unbind(1)
        _, state = self.encode(self.embed(source))
        fed = torch.cat([torch.full_like(target[:, :1], self.begin), target[:, :-1]], 1)
        states, _ = self.decode(self.embed(fed), state)
        return self.head(states)


class Copy(Supervised):
    objective = "sequence"

    def output(self, x):
        return self.model(x).transpose(1, 2)

    def accuracy(self, out, y):
        return float((out.argmax(1) == y).float().mean())

    def quality(self):
        guess = 1 / self.config["tokens"]
        return (self.on(self.held)[1] - guess) / (1 - guess)


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    count = config["examples"] + config["val"] + 400
    source = random.integers(0, config["tokens"], (count, config["length"]))
    target = source[:, ::-1].copy() if config["reverse"] else source
    x = torch.tensor(numpy.stack([source, target], 1))
    train, val, held = split(x, torch.tensor(target), config["examples"], config["val"], 400)
    task = Copy(config, EncoderDecoder(config["tokens"], config["width"]), train, val, held, torch.nn.functional.cross_entropy)
    task.classes = config["tokens"]
    return task


PROGRAM = Program(
    "seq2seq-copy", "nlp", draw, build, {"adam": 8e-3, "adamw": 8e-3, "rmsprop": 4e-3, "momentum": 0.3}, 900, 0.4,
    frozenset({"supervised", "validation", "classification", "recurrent", "tokens"}),
)
