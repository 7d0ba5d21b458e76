"""A small transformer that learns text of a made-up language, character by character."""

import numpy
import torch

from .. import networks
from . import Program
from .task import Supervised

LETTERS = "abcdefghijklmnopqrstuvwxyz ."


def draw(random):
    return {
        "length": int(random.choice([12, 16, 24])),
        "characters": int(random.choice([4000, 12000, 30000])),
        "words": int(random.choice([20, 60, 150])),
        "val": int(random.choice([10, 30])),
        "width": int(random.choice([16, 32])),
        "depth": int(random.choice([1, 2])),
        "activation": random.choice(["gelu", "relu"]).item(),
        "dropout": float(random.choice([0, 0, 0.1])),
        "batch": int(random.choice([8, 16])),
        "init": "default",
    }


def text(config, random):
    """Tokens of sentences whose words follow each other with preferences."""
    words = ["".join(random.choice(list(LETTERS[:26]), random.integers(2, 7))) for _ in range(config["words"])]
    follow = random.dirichlet(numpy.full(len(words), 0.1), len(words))
    parts, word, size = [], 0, 0
    while size < config["characters"] + 8000:
        word = random.choice(len(words), p=follow[word])
        parts.append(words[word] + (". " if random.random() < 0.1 else " "))
        size += len(parts[-1])
    return torch.tensor([LETTERS.index(letter) for letter in "".join(parts)])


class Language(Supervised):
    """Windows (n, length) of tokens, each with the token that follows as its target."""

    objective = "language-model"

    def accuracy(self, out, y):
        return float((out.argmax(1) == y).float().mean())

    def output(self, x):
        return self.model(x).transpose(1, 2)

    def quality(self):
        frequency = torch.bincount(self.held[1].flatten(), minlength=len(LETTERS)).float()
        frequency = frequency / frequency.sum()
        guess = float(-(frequency * (frequency + 1e-9).log()).sum())
        return 1 - self.held_out_loss() / guess


def windows(tokens, length):
    count = (len(tokens) - 1) // length
    return tokens[: count * length].view(count, length), tokens[1 : count * length + 1].view(count, length)


def build(config):
    random = numpy.random.default_rng(config["seed"] + 1)
    tokens, length = text(config, random), config["length"]
    held = windows(tokens[:4000], length)
    val = tuple(one[: config["val"]] for one in windows(tokens[4000:8000], length))
    train = windows(tokens[8000:], length)
    model = networks.Transformer(len(LETTERS), length, config["width"], 2, config["depth"], config["activation"], config["dropout"])
    task = Language(config, model, train, val, held, torch.nn.functional.cross_entropy)
    task.classes = len(LETTERS)
    return task


PROGRAM = Program(
    "char-transformer", "llm", draw, build,
    {"sgd": 0.3, "momentum": 0.05, "adam": 3e-3, "adamw": 3e-3, "rmsprop": 1e-3}, 600, 0.1,
    frozenset({"supervised", "validation", "classification", "tokens"}), 250,
)
