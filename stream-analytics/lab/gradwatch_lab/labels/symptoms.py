"""Symptoms in the curves of a run beside those of its healthy twin. All numbers here are own choice, by looking at curves."""

from dataclasses import dataclass

import numpy

from . import series
from .series import Series

#: Rise on the scale of Series.scaled that the eye sees at once: half as much again.
VISIBLE = 0.4
#: A rise that is less than visible, but may be seen: such runs are not scored.
DOUBTFUL = 0.2
#: Factor over the start from which a loss explodes.
EXPLODED = 30.0


@dataclass(frozen=True)
class Symptom:
    """
    :param label: of the corpus
    :param step: first one at which it is to be seen
    :param clear: whether it leaves no doubt
    :param words: for the column notes
    """

    label: str
    step: float
    clear: bool
    words: str


def not_finite(curves):
    """NaN or infinity in a loss."""
    for column in ("train_loss", "val_loss"):
        found = curves.all[column]
        bad = series.first(~numpy.isfinite(found.values))
        if bad is not None:
            yield Symptom("nan", found.steps[bad], True, f"{column} is {found.values[bad]}")


def blow_up(curves, twin, column, truths, vague):
    """
    A rise of a loss: a spike, a divergence or an explosion.

    :param truths: losses of each step of the run and of its twin, which must show a lasting rise too; a log of few rows may rise
        by chance
    :param vague: whether the loss wanders by itself, as those of critics and policies do, so that only a large rise counts
    """
    own, other = curves.finite(column), twin.finite(column)
    if len(own) < 4 or len(other) < 4:
        return
    size = other_size(other)
    mine, theirs = own.scaled(size), other.scaled(size)
    smooth = mine.smooth().values
    usual = float(series.draw_up(theirs.smooth().values).max())
    rise = series.draw_up(smooth)
    jitter = series.noise(theirs.values) / numpy.sqrt(own.window())
    bar = max(1.5, 3 * usual) if vague else max(VISIBLE, 2 * usual + DOUBTFUL, 5 * jitter)
    at = series.first(rise >= bar)
    if vague:
        lasting = series.stays(rise >= bar)
        if lasting is not None and len(rise) - lasting >= max(4, len(rise) // 7):
            yield Symptom(_name(own, other, rise, bar), own.steps[lasting], True, f"{column} rises {_fold(rise)}-fold and stays")
            return
    if at is not None:
        at = _backed(mine.values - numpy.minimum.accumulate(smooth) >= bar, at)
        label = _name(own, other, rise, bar)
        clear = not vague and _plain(label, rise, at, mine, own.window()) and _confirmed(truths, own.steps[at], size, bar)
        yield Symptom(label, own.steps[at], clear, f"{column} rises {_fold(rise)}-fold")
        return
    if not vague:
        yield from spike(own, mine, theirs, column)
    # A fifth above the best is plain where it lasts, and noise and twin have nothing like it.
    slight = max(0.18, 3 * usual + 0.1, 8 * jitter)
    at = series.stays(rise >= slight, 0.9)
    if at is not None and not vague and len(rise) - at >= max(3, len(rise) // 10):
        at = _backed(mine.values - numpy.minimum.accumulate(smooth) >= 0.7 * slight, at)
        yield Symptom("diverging", own.steps[at], _confirmed(truths, own.steps[at], size, slight), f"{column} rises {_fold(rise)}-fold and stays")
    elif rise.max() >= (bar / 2 if vague else max(DOUBTFUL, 1.3 * usual + 0.1)):
        yield Symptom("diverging", own.steps[int(rise.argmax())], False, f"{column} may rise")


def _plain(label, rise, at, mine, window):
    """True where the rise is more than the noise of the run itself, and more than its earlier rises where it passes."""
    jitter = series.noise(mine.values[: max(6, at)]) / numpy.sqrt(window)
    if label == "exploding":
        return True
    if label == "loss_spike":
        return rise.max() >= max(6 * jitter, 2 * (rise[:at].max() if at else 0.0))
    return numpy.median(rise[at:]) >= 3 * jitter


def _name(own, other, rise, bar):
    start = max(abs(other.start()), abs(own.start()), 1e-12)
    if own.values.max() >= EXPLODED * start:
        return "exploding"
    half = max(0.5 * bar, 0.5 * rise.max())
    # Half of the rise is still there at the end, or was for long: it did not pass.
    return "diverging" if rise[-1] >= half or (rise >= half).mean() >= 0.2 else "loss_spike"


def _backed(high, at):
    """The first row of those without a gap that end at ``at`` and are high: the median saw the rise a little later."""
    while at > 0 and high[at - 1]:
        at -= 1
    return at


def _confirmed(truths, step, size, bar):
    """True where the losses of all steps after it lie above those of the twin, by half of what the log shows, for a while."""
    mine, theirs = (truth.get("loss", numpy.zeros(0)) for truth in truths)
    step = int(step)
    count = min(len(mine), len(theirs))
    if count < 40 or step >= count:
        return True
    window = slice(max(0, step - count // 50), step + max(5, count // 10))
    pair = [numpy.arcsinh(numpy.nan_to_num(one[window], nan=1e30, posinf=1e30, neginf=-1e30) / (series.SMALL * size)) for one in (mine, theirs)]
    length = min(len(one) for one in pair)
    return length == 0 or numpy.percentile(pair[0][:length] - pair[1][:length], 75) >= 0.5 * bar


def _fold(rise):
    return f"{numpy.exp(min(rise.max(), 700)):.3g}"


def spike(own, mine, theirs, column):
    """Single rows far above those before."""
    usual = float(series.excursions(theirs.values).max())
    found = series.excursions(mine.values)
    bar = max(np_log(2), 1.5 * usual + DOUBTFUL, 7 * series.noise(theirs.values))
    at = series.first(found >= bar)
    if at is not None:
        clear = found.max() >= 6 * series.noise(mine.values[: max(6, at)])
        yield Symptom("loss_spike", own.steps[at], bool(clear), f"{column} leaps {numpy.exp(found.max()):.3g}-fold")
    elif found.max() >= max(DOUBTFUL, 1.15 * usual + 0.1):
        yield Symptom("loss_spike", own.steps[int(found.argmax())], False, f"{column} may leap")


def negative(curves, twin, signed):
    """A loss below its least possible value."""
    own, other = curves.finite("train_loss"), twin.finite("train_loss")
    if signed or len(own) < 2 or len(other) < 2:
        return
    at = series.first(own.values < -0.1 * other_size(other))
    if at is not None:
        yield Symptom("diverging", own.steps[at], True, "the loss falls below zero, its least possible value")


def oscillation(curves, twin):
    """Swings over a factor of two and a half or more, again and again, above the twin's level."""
    own, other = curves.finite("train_loss"), twin.finite("train_loss")
    if len(own) < 40 or len(other) < 40:
        return
    size = other_size(other)
    mine, theirs = own.scaled(size).values, other.scaled(size).values
    half, twins = mine[len(mine) // 2 :], theirs[len(theirs) // 2 :]
    about, healthy = series.detrended(mine)[len(mine) // 2 :], series.detrended(theirs)[len(theirs) // 2 :]
    low, high = numpy.percentile(about, [15, 85])
    swing = high - low
    turns = swings(about, low, high)
    if swing < 0.9 or swing < 3 * (numpy.percentile(healthy, 85) - numpy.percentile(healthy, 15)) or turns < 6:
        return
    if numpy.median(half) < numpy.median(twins) + 0.2 or numpy.percentile(half, 85) < numpy.arcsinh(0.25 / series.SMALL):
        return
    tops = numpy.flatnonzero(series.excursions(mine) >= 0.7)
    yield Symptom("oscillating", own.steps[tops[min(3, len(tops) - 1)]] if len(tops) else own.steps[0], True, f"{turns} swings {numpy.exp(swing):.3g}-fold")


def swings(values, low, high):
    """Times that the values go from below ``low`` to above ``high``."""
    side = numpy.where(values >= high, 1, numpy.where(values <= low, -1, 0))
    side = side[side != 0]
    return int(numpy.sum(numpy.diff(side) > 0))


def gradients_leap(curves, twin):
    """The gradient norm leaves its level by orders of magnitude."""
    own, other = curves.finite("grad_norm"), twin.finite("grad_norm")
    if len(own) < 8 or len(other) < 8:
        return
    mine = numpy.log10(numpy.maximum(own.smooth().values, 1e-12))
    theirs = numpy.log10(numpy.maximum(other.smooth().at(own.steps), 1e-12))
    before = numpy.maximum.accumulate(mine)
    grown = mine - numpy.concatenate([[mine[0]], before[:-1]]) + numpy.maximum(0, before - mine[: max(1, len(mine) // 10)].max())
    far = (mine - theirs >= 2) & (mine - mine[: max(3, len(mine) // 10)].max() >= 2)
    at = series.stays(far)
    if at is not None and len(mine) - at >= 3:
        clear = bool((mine - theirs)[at:].max() >= 3)
        yield Symptom("exploding", own.steps[at], clear, f"gradient norm {10 ** min(300, float((mine - theirs).max())):.3g} times the twin's; grown {grown.max():.2g}")


def np_log(value):
    return float(numpy.log(value))


def other_size(other):
    """A usual size of the twin's loss, above zero: that of its start, or of all of it where the loss has both signs."""
    values = numpy.abs(other.values)
    size = float(values[: max(2, min(5, len(other)))].max())
    if (other.values < 0).sum() >= max(2, len(other) // 50):
        size = max(size, float(numpy.percentile(values, 90)))
    return max(size, 1e-9)
