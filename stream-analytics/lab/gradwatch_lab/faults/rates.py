"""Faults of the learning rate and of the optimizer's state."""

import math

from .fault import Fault, log_uniform


class RateTooHigh(Fault):
    name = "lr-too-high"
    cause = "lr_too_high"
    begins = "start"
    weight = 3.0

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 4, 2000)}

    def rate(self, job, rate):
        return rate * self.strength["factor"]


class RateJump(RateTooHigh):
    name = "lr-jump"
    cause = "lr_jump"
    begins = "middle"
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 5, 1000)}


class RateTooLow(RateTooHigh):
    name = "lr-too-low"
    cause = "lr_too_low"
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"factor": 1 / log_uniform(random, 10, 10000)}


class RateZero(Fault):
    name = "lr-zero"
    cause = "lr_zero"
    weight = 1.5
    certain = True

    def rate(self, job, rate):
        return 0.0


class RateDecaysEarly(Fault):
    name = "lr-decays-early"
    cause = "lr_decays_early"
    weight = 1.5

    @classmethod
    def draw(cls, random):
        return {"half_life": log_uniform(random, 0.003, 0.03)}

    def rate(self, job, rate):
        return rate * 0.5 ** (job.since / (self.strength["half_life"] * job.length))


class RateGrows(Fault):
    """The rate grows without bound: the loss leaves its level slowly."""

    name = "lr-grows"
    cause = "lr_grows"
    begins = "middle"
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"doubling": log_uniform(random, 0.01, 0.06)}

    def rate(self, job, rate):
        return rate * 2 ** min(24.0, job.since / (self.strength["doubling"] * job.length))


class RestartsWrongly(Fault):
    """The schedule begins anew, far above its first peak, and the state of the optimizer is lost."""

    name = "lr-restarts-wrongly"
    cause = "lr_restarts"
    begins = "middle"

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 3, 100), "length": float(random.uniform(0.05, 0.3))}

    def begin(self, job):
        job.optimizer.state.clear()

    def rate(self, job, rate):
        part = job.since / max(1.0, self.strength["length"] * job.length)
        restart = job.base_rate * self.strength["factor"] * 0.5 * (1 + math.cos(math.pi * min(1.0, part)))
        return max(rate, restart)


class RateCycles(Fault):
    """A cyclic schedule whose peaks are far too high: the loss leaps at each."""

    name = "lr-cycles"
    cause = "lr_cycles"
    weight = 2.0

    @classmethod
    def draw(cls, random):
        return {"factor": log_uniform(random, 10, 1000), "cycles": int(random.integers(5, 25))}

    def rate(self, job, rate):
        part = job.since * self.strength["cycles"] / job.length % 1.0
        return rate * self.strength["factor"] if part > 0.75 else rate


class StateLost(Fault):
    """The state of the optimizer is forgotten again and again."""

    name = "optimizer-state-lost"
    cause = "optimizer_state_lost"
    begins = "middle"
    weight = 0.7

    @classmethod
    def draw(cls, random):
        return {"every": int(random.integers(1, 30))}

    def zeroes(self, job):
        if job.since % self.strength["every"] == 0:
            job.optimizer.state.clear()
        return True


FAULTS = (RateTooHigh, RateJump, RateTooLow, RateZero, RateDecaysEarly, RateGrows, RestartsWrongly, RateCycles, StateLost)
