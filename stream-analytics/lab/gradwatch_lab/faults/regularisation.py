"""Too much regularisation."""

import torch

from .fault import Fault, log_uniform


class WeightDecayTooStrong(Fault):
    name = "weight-decay-too-strong"
    cause = "over_regularised"
    weight = 1.5

    @classmethod
    def draw(cls, random):
        return {"decay": log_uniform(random, 0.003, 0.3)}

    def begin(self, job):
        """As part of each step, whatever its rate; an optimizer that decays by itself is given the decay."""
        self._by_optimizer = isinstance(job.optimizer, (torch.optim.SGD, torch.optim.AdamW))

    @torch.no_grad()
    def gradients(self, job):
        if self._by_optimizer:
            for group in job.optimizer.param_groups:
                group["weight_decay"] = self.strength["decay"] / max(group["lr"], 1e-9)
            return
        for one in job.parameters:
            one.mul_(1 - self.strength["decay"])


class WeightDecayMissing(Fault):
    """The weight decay without which nothing but the examples is learnt."""

    name = "weight-decay-missing"
    cause = "overfitting"
    begins = "start"
    shows_in_validation = True
    weight = 20.0

    @classmethod
    def fits(cls, program, config, habit):
        return super().fits(program, config, habit) and "weight_decay" in config

    def configure(self, config):
        config["weight_decay"] = 0.0


class DropoutTooStrong(Fault):
    name = "dropout-too-strong"
    cause = "over_regularised"
    begins = "start"

    @classmethod
    def fits(cls, program, config, habit):
        return "dropout" in config and program.name in (
            "mlp-classification", "cnn-digits", "char-transformer", "multi-label", "imbalanced",
        )

    @classmethod
    def draw(cls, random):
        return {"part": float(random.uniform(0.6, 0.97))}

    def configure(self, config):
        config["dropout"] = self.strength["part"]


class BatchOfOne(Fault):
    """A batch of one example: the gradient is mostly noise."""

    name = "batch-of-one"
    cause = "batch_too_small"
    needs = frozenset({"supervised"})
    begins = "start"
    weight = 0.7

    @classmethod
    def fits(cls, program, config, habit):
        return super().fits(program, config, habit) and not config.get("norm", False)

    def prepare(self, job):
        job.task.batch_size = 1


FAULTS = (WeightDecayTooStrong, WeightDecayMissing, DropoutTooStrong, BatchOfOne)
