"""A validation loss that gets worse while the training loss does not. Numbers are own choice."""

import numpy

from . import series
from .symptoms import Symptom

#: Rise over the best validation that is clear, and one that is doubtful.
CLEAR, DOUBTFUL = 0.15, 0.06
#: Noise of the validation loss that a rise must exceed, times.
NOISES = 4.0


def overfitting(curves, truth):
    """
    :param truth: ``held_out`` are losses on much data that is not logged, which must rise as well; ``loss`` is the training
        loss of each step, which must not
    """
    val = curves.finite("val_loss")
    if len(val) < 5 or val.values.min() <= 0:
        return
    pairs = numpy.convolve(val.values, [0.5, 0.5], "valid")
    lowest = int(pairs.argmin())
    best, last = float(pairs[lowest]), float(numpy.median(val.values[-3:]))
    size = max(best, 0.02 * val.start())
    rise, jitter = (last - best) / size, series.noise(val.values) / size
    if not _train_holds(truth, int(val.steps[lowest])) or not _held_out_rises(truth):
        return
    if rise >= DOUBTFUL:
        # It has wandered less before its best, and has stayed up.
        wander = float(series.draw_up(pairs[: lowest + 1]).max()) / size
        stayed = numpy.median(val.values[-max(3, len(val) // 5) :]) >= best + 0.6 * rise * size
        clear = rise >= max(CLEAR, NOISES * jitter, 1.5 * wander) and len(val) - lowest >= 3 and stayed
        bar = max(0.1, 2 * jitter)
        at = series.stays(numpy.concatenate([[False], (pairs - numpy.minimum.accumulate(pairs)) / size >= bar]))
        step = val.steps[-1 if at is None else at]
        yield Symptom("overfitting", step, clear and at is not None, f"validation {1 + rise:.3g} times its best")


def no_generalisation(curves, twin, truth):
    """A validation loss that never falls while the training loss does, where that of the twin falls."""
    val, other = curves.finite("val_loss"), twin.finite("val_loss")
    loss = truth.get("loss", numpy.zeros(0))
    if len(val) < 5 or len(other) < 5 or len(loss) < 20 or not numpy.isfinite(loss).all() or val.values.min() <= 0:
        return
    smooth = series.trailing_median(loss, max(5, len(loss) // 20))
    learnt = series.first(smooth <= 0.5 * smooth[0])
    if learnt is None or smooth[-1] > 0.3 * smooth[0] or smooth[-1] < 0 or other.end() > 0.75 * other.start():
        return
    if val.values.min() >= 0.9 * val.values[0]:
        at = min(len(val) - 1, max(3, int(numpy.searchsorted(val.steps, learnt))))
        yield Symptom("overfitting", val.steps[at], True, "validation never falls while the training loss does")


def grokking(curves, truth):
    """
    A validation that becomes good long after the training loss has: K23 of docs/KNOWLEDGE.md, with a twentieth of its size.

    :param truth: ``quality`` on held-out data at ``quality_step``, and ``loss`` of each step
    """
    val, loss, quality = curves.finite("val_loss"), truth.get("loss", numpy.zeros(0)), truth["quality"]
    if len(val) < 5 or len(loss) < 100 or not numpy.isfinite(loss).all() or "quality_step" not in truth:
        return
    learnt, understood = series.first(loss <= 0.1 * loss[0]), series.first(quality >= 0.8)
    if learnt is None or understood is None:
        return
    later, known = truth["quality_step"][understood], numpy.interp(learnt, truth["quality_step"], quality)
    # A model that was good in part when the training loss was low generalises slowly, not late.
    fallen = val.end() <= 0.6 * float(val.at([learnt])[0])
    if known <= 0.5 and fallen and later - learnt >= max(100, 0.1 * len(loss)):
        at = min(len(val) - 1, int(numpy.searchsorted(val.steps, learnt)) + 2)
        if val.steps[at] < later:
            yield Symptom("grokking", val.steps[at], True, f"training learnt at {learnt}, held-out data at {later:.0f}")


def _train_holds(truth, since):
    """True where the training loss, logged or not, has not risen since a step, and is a possible loss."""
    loss = truth.get("loss", numpy.zeros(0))
    loss = loss[numpy.isfinite(loss)]
    if len(loss) < 20:
        return True
    if loss[0] < 0:
        return False  # Its sign is wrong, and what rises is the true loss.
    wide = max(5, len(loss) // 20)
    then = numpy.median(loss[max(0, since - wide) : since + 1]) if since else loss[0]
    return numpy.median(loss[-wide:]) <= then + 0.05 * abs(numpy.median(loss[:wide]))


def _held_out_rises(truth):
    held = truth.get("held_out", numpy.zeros(0))
    held = held[numpy.isfinite(held)]
    if len(held) < 5:
        return True
    return numpy.median(held[-3:]) >= 1.03 * held.min()
