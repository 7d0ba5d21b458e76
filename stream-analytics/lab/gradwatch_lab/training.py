"""The loop that trains a program, with the places where a fault can enter."""

import math
import time

import numpy
import torch

from . import optimizers, quirks
from .faults.fault import Fault

#: Measurements of the quality over a run; own choice: a curve of thirty points, a tenth of the time.
MEASUREMENTS = 30
#: A run that takes longer is given up, seconds.
MOST_SECONDS = 60.0
#: Rows of NaN after which a job stops that stops at all.
STEPS_AFTER_NAN = 5


class TooSlow(Exception):
    """The run took longer than it may."""


class Job:
    """
    A program that is trained by a plan. ``truth`` is what nobody logs: loss and gradient norm of each step, and quality and
    loss on held-out data at some.
    """

    def __init__(self, plan, program, fault):
        self.plan, self.traits, self._fault = plan, program.traits, fault
        torch.manual_seed(plan.seed)
        self.random = numpy.random.default_rng(plan.seed + 3)
        self.length, self.base_rate = plan.steps, plan.base_rate
        self.planted = plan.planted if plan.planted is not None else plan.steps
        self.step = self.since = 0
        self.evaluates_in_training = False
        self.task = program.build(plan.config)
        #: Called with output and target as the loss gets them, at each training step; None for no call.
        self.told_batch = None
        if hasattr(self.task, "criterion"):
            self.task.criterion = self.telling(self.task.criterion)
        fault.prepare(self)
        #: All parameters of the model, also those that the optimizer does not have.
        self.parameters = self.task.parameters()
        given = fault.parameters(self, self.parameters)
        self.optimizer = optimizers.optimizer(plan.optimizer, given, plan.base_rate, plan.config.get("weight_decay", plan.weight_decay))
        self._schedule = optimizers.schedule(plan.schedule, plan.steps)
        self.truth = {"loss": [], "gradient_norm": [], "quality_step": [], "quality": [], "held_out": []}

    def telling(self, criterion):
        """The criterion, which in a training step also passes its output and target to ``told_batch``."""

        def told(output, target):
            if self.told_batch is not None and torch.is_grad_enabled():
                self.told_batch(output, target)
            return criterion(output, target)

        return told

    def train(self, report):
        """
        Trains to the end.

        :param report: called after each step with step, loss, accuracy, gradient norm, learning rate, further values and a
            function that evaluates
        """
        began, after_nan = time.monotonic(), 0
        every = max(1, self.length // MEASUREMENTS)
        for self.step in range(self.length):
            if self.step % every == 0:
                self._measure()
            loss, accuracy, norm, rate = self._one()
            self.truth["loss"].append(loss)
            self.truth["gradient_norm"].append(norm)
            other = getattr(self.task, "other", None)
            report(self.step, loss, accuracy, norm, rate, {} if other is None else {"disc_loss": other}, self._evaluate)
            after_nan = after_nan + 1 if not math.isfinite(loss) else 0
            if self.plan.stops_at_nan and after_nan > STEPS_AFTER_NAN * self.plan.habit.every:
                break
            if time.monotonic() - began > MOST_SECONDS:
                raise TooSlow(f"{self.step} of {self.length} steps took {MOST_SECONDS} s")
        self.step += 1
        self._measure()

    def _one(self):
        self.since = self.step - self.planted
        fault = self._fault if self.since >= 0 else Fault()
        if self.since == 0:
            fault.begin(self)
        rate = fault.rate(self, self.base_rate * self._schedule(self.step))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.task.model.train()
        self.task.annealing = quirks.weight(self.plan.quirk, self.step / self.length)
        batch = quirks.augmented(self.plan.quirk, self.step / self.length, self.task.batch(), self.task.random)
        batch = fault.batch(self, batch)
        if fault.zeroes(self):
            for one in self.parameters:
                one.grad = None
        loss, accuracy = self.task.loss(batch)
        loss = fault.loss(self, loss)
        if loss.requires_grad:
            loss.backward()
        fault.gradients(self)
        norm = self._norm(fault.clip(self, self.plan.clip))
        if fault.steps(self):
            self.optimizer.step()
        return float(loss.detach()), accuracy, norm, rate

    def _norm(self, clip):
        graded = [one for one in self.parameters if one.grad is not None]
        if not graded:
            return 0.0
        return float(torch.nn.utils.clip_grad_norm_(graded, math.inf if clip is None else clip))

    def _evaluate(self):
        self.task.model.train(self.evaluates_in_training)
        found = self.task.evaluate()
        self.task.model.train()
        return found

    def _measure(self):
        self.task.model.eval()
        try:
            quality = float(self.task.quality())
        except (ValueError, RuntimeError, OverflowError):
            quality = math.nan
        self.truth["quality_step"].append(self.step)
        self.truth["quality"].append(quality)
        held = self.task.held_out_loss()
        self.truth["held_out"].append(math.nan if held is None else held)
        self.task.model.train()
