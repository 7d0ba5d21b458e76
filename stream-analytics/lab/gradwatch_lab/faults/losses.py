"""Losses that are not what they should be."""

import warnings

import torch

from .fault import Fault


class SoftmaxTwice(Fault):
    """The loss expects logits and gets probabilities."""

    name = "softmax-twice"
    cause = "softmax_twice"
    needs = frozenset({"classification"})
    begins = "start"
    certain = True
    weight = 1.5

    def prepare(self, job):
        criterion = job.task.criterion
        job.task.criterion = lambda out, y: criterion(out.softmax(1), y)


class SoftmaxOverBatch(Fault):
    """The softmax runs over the examples in place of the classes."""

    name = "softmax-over-batch"
    cause = "softmax_wrong_dimension"
    needs = frozenset({"classification"})
    begins = "start"
    certain = True

    def prepare(self, job):
        job.task.criterion = job.telling(lambda out, y: torch.nn.functional.nll_loss(out.log_softmax(0), y))


class Broadcast(Fault):
    """Outputs (n, 1) meet targets (n,): the loss is over (n, n) pairs and teaches the mean."""

    name = "shapes-broadcast"
    cause = "shape_broadcast"
    needs = frozenset({"regression"})
    excludes = frozenset({"reconstruction"})
    begins = "start"
    certain = True
    weight = 2.0

    @classmethod
    def fits(cls, program, config, habit):
        return super().fits(program, config, habit) and config.get("outputs", 1) == 1

    def prepare(self, job):
        criterion = job.task.criterion
        warnings.filterwarnings("ignore", "Using a target size", UserWarning)
        job.task.criterion = lambda out, y: criterion(out, y.squeeze(-1))


class WrongLoss(Fault):
    """Squared error of the raw outputs against one-hot classes, scaled down."""

    name = "wrong-loss"
    cause = "wrong_loss"
    needs = frozenset({"classification"})
    excludes = frozenset({"tokens"})
    begins = "start"

    @classmethod
    def draw(cls, random):
        return {"kind": random.choice(["squared", "index"]).item()}

    def prepare(self, job):
        if self.strength["kind"] == "index":
            # The position of the largest output has no gradient; its mean stands in for it.
            job.task.criterion = job.telling(lambda out, y: ((out.mean(1) - y) ** 2).mean())
        else:
            job.task.criterion = job.telling(lambda out, y: ((out - torch.nn.functional.one_hot(y, out.shape[1])) ** 2).mean())


FAULTS = (SoftmaxTwice, SoftmaxOverBatch, Broadcast, WrongLoss)
