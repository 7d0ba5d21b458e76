"""Points on a ring of Gaussians, made by a generator against a discriminator."""

import numpy
import torch
from torch import nn

from .. import networks
from . import Program
from .task import Task


def draw(random):
    return {
        "modes": int(random.choice([1, 4, 8])),
        "width": int(random.choice([24, 48])),
        "depth": int(random.choice([1, 2])),
        "loss": random.choice(["saturating-not", "saturating-not", "wasserstein", "hinge"]).item(),
        "critic": random.choice(["discriminator", "generator"]).item(),
        "activation": random.choice(["relu", "leaky_relu", "tanh"]).item(),
        "batch": int(random.choice([32, 64])),
        "init": "default",
        "dropout": 0.0,
    }


class Gan(Task):
    """The watched model is the generator. The loss that is logged is the generator's or the discriminator's."""

    objective = "gan"

    def __init__(self, config):
        super().__init__(config)
        hidden = [config["width"]] * config["depth"]
        self.model = networks.mlp([4] + hidden + [2], config["activation"])
        self.judge = networks.mlp([2] + hidden + [1], "leaky_relu")
        self.judge_optimizer = torch.optim.Adam(self.judge.parameters(), 1e-3, betas=(0.5, 0.99))
        self._held = self._real(numpy.random.default_rng(config["seed"] + 5), 500)
        self.other = None

    def _real(self, random, count):
        angle = 2 * numpy.pi * random.integers(0, self.config["modes"], count) / self.config["modes"]
        points = 1.5 * numpy.stack([numpy.cos(angle), numpy.sin(angle)], 1) + 0.15 * random.normal(0, 1, (count, 2))
        return torch.tensor(points, dtype=torch.float32)

    def _noise(self, random, count):
        return torch.from_numpy(random.normal(0, 1, (count, 4)).astype(numpy.float32))

    def batch(self):
        return self._noise(self.random, self.config["batch"]), self._real(self.random, self.config["batch"])

    def loss(self, batch):
        noise, real = batch
        kind = self.config["loss"]
        softplus = nn.functional.softplus
        fake = self.model(noise)
        yes, no = self.judge(real), self.judge(fake.detach())
        if kind == "saturating-not":
            against = softplus(-yes).mean() + softplus(no).mean()
        elif kind == "hinge":
            against = (1 - yes).relu().mean() + (1 + no).relu().mean()
        else:
            against = no.mean() - yes.mean()
        self.judge_optimizer.zero_grad()
        against.backward()
        self.judge_optimizer.step()
        if kind == "wasserstein":
            with torch.no_grad():
                for one in self.judge.parameters():
                    one.clamp_(-0.1, 0.1)
        judged = self.judge(fake)
        made = softplus(-judged).mean() if kind == "saturating-not" else -judged.mean()
        self.judge.zero_grad()
        self.other = float(against)
        return made, None

    def quality(self):
        """1 less the sliced distance between made and real points, over that of the origin."""
        random = numpy.random.default_rng(3)
        with torch.no_grad():
            made = self.model(self._noise(random, 500))
            if not bool(torch.isfinite(made).all()):
                return -1.0
            directions = torch.from_numpy(random.normal(0, 1, (2, 24)).astype(numpy.float32))
            directions /= directions.norm(dim=0)
            want = (self._held @ directions).sort(0)[0]
            gap = ((made @ directions).sort(0)[0] - want).abs().mean()
            return max(-1.0, 1 - float(gap / want.abs().mean()))


def build(config):
    return Gan(config)


PROGRAM = Program(
    "gan", "gan", draw, build, {"adam": 1e-3, "rmsprop": 5e-4, "adamw": 1e-3}, 1500, 0.4,
    frozenset({"signed", "uninformative"}), 400,
)
