"""Numbers that are none, overflow and gradients that explode."""

import torch

from .fault import Fault, log_uniform


class LogOfZero(Fault):
    """A term takes the logarithm of a probability that is 0 for some batch."""

    name = "log-of-zero"
    cause = "nonfinite"
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"chance": log_uniform(random, 0.02, 1)}

    def loss(self, job, loss):
        if job.random.random() < self.strength["chance"]:
            zero = loss * 0
            return loss + zero * zero.log()
        return loss


class DivisionByZero(Fault):
    """An input is normalised by a deviation of 0."""

    name = "division-by-zero"
    cause = "nonfinite"
    excludes = frozenset({"tokens", "uninformative"})

    def batch(self, job, batch):
        x = batch[0].clone()
        x[0] = (x[0] - x[0]) / 0.0
        return x, batch[1]


class LossInfinite(Fault):
    """The loss of few batches is infinite; the steps are skipped, and training goes on."""

    name = "loss-infinite"
    cause = "nonfinite"
    begins = "middle"

    @classmethod
    def draw(cls, random):
        return {"batches": int(random.integers(1, 4))}

    def loss(self, job, loss):
        return loss + float("inf") if job.since < self.strength["batches"] else loss

    def steps(self, job):
        return job.since >= self.strength["batches"]


class StepsSkipped(Fault):
    """Gradients overflow in half precision, and the loss scaler skips steps: all of them, or a part."""

    name = "steps-skipped"
    cause = "fp16_overflow"

    @classmethod
    def draw(cls, random):
        return {"part": float(random.choice([0.1, 0.5, 0.9, 1.0, 1.0]))}

    def steps(self, job):
        return job.random.random() >= self.strength["part"]


class RecurrenceExplodes(Fault):
    """Recurrent weights above 1 and no clipping: gradients grow with the length of the sequence."""

    name = "recurrence-explodes"
    cause = "exploding_gradient"
    needs = frozenset({"recurrent"})
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"gain": log_uniform(random, 2, 12), "rate": log_uniform(random, 2, 20)}

    @torch.no_grad()
    def begin(self, job):
        for name, one in job.task.model.named_parameters():
            if "weight_hh" in name:
                one.mul_(self.strength["gain"])

    def rate(self, job, rate):
        return rate * self.strength["rate"]

    def clip(self, job, clip):
        return None


class GradientsExplode(Fault):
    """Gradients are scaled by a factor that grows: a wrong custom backward pass."""

    name = "gradients-explode"
    cause = "exploding_gradient"
    begins = "middle"
    weight = 1.5

    @classmethod
    def draw(cls, random):
        return {"growth": log_uniform(random, 1.01, 1.5)}

    def gradients(self, job):
        factor = self.strength["growth"] ** min(job.since + 1, 200)
        for one in job.parameters:
            if one.grad is not None:
                one.grad.mul_(min(factor, 1e8))

    def clip(self, job, clip):
        return None


FAULTS = (LogOfZero, DivisionByZero, LossInfinite, StepsSkipped, RecurrenceExplodes, GradientsExplode)
