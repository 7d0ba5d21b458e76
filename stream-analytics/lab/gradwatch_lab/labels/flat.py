"""Symptoms of a loss that does not fall as its twin's does. Numbers are own choice, by looking at curves."""

import numpy

from . import series
from .symptoms import Symptom

#: Part of the twin's fall below which a run has not learnt.
NOTHING = 0.12
#: Part of the twin's fall by which the end lies above the twin's: less is as good, more is under-fitting, between is doubtful.
AS_GOOD, WORSE, STUCK = 0.1, 0.25, 0.6
#: Part of its own start at which a run must end for a person who has no twin to see under-fitting: one healthy run in eleven ends so high.
SEEN = 0.8
#: Times that the gradient norm is below the twin's where it has vanished.
VANISHED = 1e-3


class Fall:
    """
    How the loss of the twin falls; ``worth`` says whether that is enough to measure a run by.

    ``kept`` is the part of its own start at which the run ends.

    :param own, other: series of the run and of the twin, finite
    """

    def __init__(self, own, other):
        self.own, self.other = own.smooth(), other.smooth()
        self.start, self.end = other.start(), other.end()
        self.drop = self.start - self.end
        self.error = series.noise(other.values) / numpy.sqrt(max(1, len(other) // 8))
        self.worth = self.drop > 0 and self.drop >= max(0.1 * abs(self.start), 6 * self.error)
        self.jitter = series.noise(own.values)
        self.kept = own.end() / own.start() if own.start() > 0 else 1.0
        self.gap = (own.end() - self.end) / self.drop if self.worth else 0.0
        self.theirs = self.other.at(self.own.steps)

    def passed(self, level):
        """Index of the row of the run at which the twin has fallen to a level, at least the fourth."""
        at = series.first(self.theirs <= level)
        return min(len(self.own) - 1, max(3, len(self.own) // 2 if at is None else at))


def all_of(curves, twin, planted, quality_lost):
    """
    The symptoms of the flat family, the plainest first.

    :param planted: step at which the fault began
    :param quality_lost: how much worse than its twin the run ends, on held-out data, 0 to 1
    """
    column = "train_loss" if len(curves.finite("train_loss")) >= 4 else "val_loss"
    own, other = curves.finite(column), twin.finite(column)
    if len(own) < 4 or len(other) < 4:
        return
    fall = Fall(own, other)
    plain = list(stopped(curves, twin, own, fall))
    if fall.worth and not plain:
        plain = list(standstill(curves, twin, fall, planted))
    if fall.worth and not plain:
        plain = list(left_behind(fall, quality_lost))
    yield from plain


def stopped(curves, twin, own, fall):
    """The learning rate is zero, or the loss is the same to the last digit."""
    rate, healthy = curves.finite("lr"), twin.finite("lr")
    if len(rate) >= 4 and len(healthy) and healthy.values.min() > 0:
        at = series.stays(rate.values == 0, 1.0)
        if at is not None and len(rate) - at >= 4:
            yield Symptom("stalled", rate.steps[at], True, "the learning rate is zero")
    same = numpy.concatenate([[False], numpy.diff(own.values) == 0])
    at = series.stays(same, 1.0)
    if at is not None and len(own) - at >= max(7, len(own) // 5) and (own.end() - fall.end) >= 0.1 * abs(fall.start):
        yield Symptom("stalled", own.steps[min(len(own) - 1, at + 3)], True, "the loss is constant to its last digit")


def standstill(curves, twin, fall, planted):
    """Next to nothing is learnt, from the start or from some step on."""
    own = fall.own.values
    reached = max(0.0, own[0] - own.min()) if own[0] <= fall.start + 0.3 * fall.drop else fall.start - own.min()
    fallen = own[0] - own.min()
    if reached <= NOTHING * fall.drop and fall.gap >= 0.7 and fallen <= max(0.1 * abs(own[0]), NOTHING * fall.drop):
        at = fall.passed(fall.start - 0.5 * fall.drop)
        yield Symptom(_flat_label(curves, twin), fall.own.steps[at], True, f"{max(0.0, reached / fall.drop):.2f} of the twin's fall")
        return
    after = fall.own.steps >= planted
    if planted <= 0 or after.sum() < 5 or after.all():
        return
    before = fall.theirs[~after][-1]
    left = before - fall.end
    if left < max(0.25 * fall.drop, 6 * fall.error) or own[~after][-1] > before + 0.2 * fall.drop:
        return
    # The first rows afterwards may still be means of what was before.
    done = own[~after][-1] - own[after][2:].min()
    if done <= 0.2 * left and fall.gap >= WORSE * 0.8:
        at = max(fall.passed(before - 0.5 * left), int(numpy.flatnonzero(after)[0]) + 2)
        yield Symptom(_flat_label(curves, twin), fall.own.steps[min(at, len(own) - 1)], True, f"{done / left:.2f} of what the twin falls afterwards")


def _flat_label(curves, twin):
    own, other = curves.finite("grad_norm"), twin.finite("grad_norm")
    if len(own) >= 4 and len(other) >= 4:
        half = own.values[len(own) // 2 :]
        if numpy.median(half) <= VANISHED * numpy.median(other.values[len(other) // 2 :]):
            return "vanishing"
    return "plateau"


def left_behind(fall, quality_lost):
    """The end lies well above the twin's, and the run has hardly fallen by itself: else only the twin tells."""
    if fall.gap < AS_GOOD:
        return
    if fall.gap * fall.drop < 4 * fall.error:
        return
    # A gap within the noise of the rows is to be seen beside the twin alone.
    visible = fall.gap * fall.drop >= 0.7 * fall.jitter
    # A wrong loss may hide a good model: then only a loss that stays high is a symptom.
    clear = visible and (fall.gap >= STUCK or (fall.gap >= WORSE and quality_lost >= 0.08))
    if clear and fall.kept < SEEN:
        return
    apart = series.stays(fall.own.values - fall.theirs >= 0.8 * min(fall.gap, WORSE) * fall.drop)
    at = len(fall.own) - 1 if apart is None else max(apart, fall.passed(fall.start - 0.75 * fall.drop))
    yield Symptom("underfitting", fall.own.steps[min(at, len(fall.own) - 1)], clear, f"ends {fall.gap:.2f} of the twin's fall above it")
