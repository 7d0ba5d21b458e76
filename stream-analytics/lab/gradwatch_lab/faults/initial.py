"""Weights that begin wrongly, and units that die."""

import torch

from .. import networks
from .fault import Fault, log_uniform


class WeightsZero(Fault):
    name = "weights-zero"
    cause = "bad_init"
    begins = "start"

    @classmethod
    def draw(cls, random):
        return {"value": float(random.choice([0, 0, 0.01]))}

    @torch.no_grad()
    def prepare(self, job):
        for one in job.task.model.parameters():
            one.fill_(self.strength["value"])


class WeightsTooLarge(Fault):
    name = "weights-too-large"
    cause = "bad_init"
    begins = "start"
    weight = 1.5

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 3, 60)}

    @torch.no_grad()
    def prepare(self, job):
        for one in job.task.model.parameters():
            if one.dim() > 1:
                one.mul_(self.strength["factor"])


class WeightsTooSmall(Fault):
    """Small weights in a deep net of sigmoids: the gradients vanish on their way to the first layers."""

    name = "deep-sigmoids"
    cause = "vanishing_gradient"
    begins = "start"
    weight = 1.5

    @classmethod
    def fits(cls, program, config, habit):
        return "depth" in config and config.get("activation") is not None and "characters" not in config

    @classmethod
    def draw(cls, random):
        return {"depth": int(random.integers(4, 12)), "factor": log_uniform(random, 0.05, 1)}

    def configure(self, config):
        config.update(activation="sigmoid", depth=self.strength["depth"], norm=False)

    @torch.no_grad()
    def prepare(self, job):
        for module in networks.weighted(job.task.model)[:-1]:
            module.weight.mul_(self.strength["factor"])


class UnitsDie(Fault):
    """Biases of hidden layers fall so low that no rectifier answers any more."""

    name = "units-die"
    cause = "dying_relu"
    weight = 1.5

    @classmethod
    def fits(cls, program, config, habit):
        return config.get("activation") == "relu"

    @classmethod
    def draw(cls, random):
        return {"bias": -log_uniform(random, 3, 60)}

    @torch.no_grad()
    def begin(self, job):
        for module in networks.weighted(job.task.model)[:-1]:
            if module.bias is not None and module.weight.shape[0] >= module.bias.numel():
                module.bias.fill_(self.strength["bias"])


class UnitsSaturate(Fault):
    """Weights grow by a factor, so that tanh and sigmoid no longer have a slope."""

    name = "units-saturate"
    cause = "saturation"

    @classmethod
    def fits(cls, program, config, habit):
        return config.get("activation") in ("tanh", "sigmoid")

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 5, 100)}

    @torch.no_grad()
    def begin(self, job):
        for module in networks.weighted(job.task.model)[:-1]:
            module.weight.mul_(self.strength["factor"])


class OutputCollapses(Fault):
    """The last layer is overwritten so that one answer is given to all."""

    name = "output-collapses"
    cause = "constant_output"
    begins = "middle"

    @classmethod
    def draw(cls, random):
        return {"bias": log_uniform(random, 1, 30), "again": bool(random.random() < 0.7)}

    @torch.no_grad()
    def gradients(self, job):
        head = networks.weighted(job.task.model)
        if head and (job.since == 0 or self.strength["again"]):
            head[-1].weight.zero_()
            if job.since == 0 and head[-1].bias is not None:
                head[-1].bias[0] = self.strength["bias"]


FAULTS = (WeightsZero, WeightsTooLarge, WeightsTooSmall, UnitsDie, UnitsSaturate, OutputCollapses)
