"""The label of a run, from its symptoms and from how it ends."""

import dataclasses
import math
from dataclasses import dataclass

import numpy

from . import flat, overfit, series, symptoms
from .series import Series

COLUMNS = ("train_loss", "val_loss", "grad_norm", "lr")
#: Part of the run within which of two symptoms the worse one names the run.
TOGETHER = 0.03
WORST_FIRST = ("nan", "exploding", "diverging", "oscillating", "loss_spike", "stalled", "vanishing", "plateau", "underfitting", "overfitting")
#: Loss of quality that nobody would mind, and one that everybody would.
NO_HARM, HARM = 0.05, 0.1
#: Symptoms that need no twin: they name the run unless one of the others is to be seen long before.
EVIDENT = ("nan", "exploding", "diverging", "loss_spike", "oscillating")
FLAT = ("stalled", "vanishing", "plateau", "underfitting")
#: Part of the run that is long.
LONG = 0.3


class Curves:
    """The columns of a run as series."""

    def __init__(self, rows):
        self.rows = rows
        self.all = {column: Series.of(rows, column) for column in COLUMNS}
        self._finite = {column: found.finite() for column, found in self.all.items()}

    def finite(self, column):
        return self._finite[column]


@dataclass(frozen=True)
class Verdict:
    """
    :param onset: step from which the symptom is to be seen; None where there is none
    :param confidence: clear, ambiguous or no-symptom
    """

    label: str
    onset: float
    confidence: str
    notes: str


@dataclass
class Seen:
    """A run as the labeller sees it: its curves, and the truth of ``training.Job``."""

    curves: Curves
    truth: dict

    @property
    def final_quality(self):
        """Mean of the last three measurements, from -1 to 1; -1 where it is no number."""
        last = numpy.nan_to_num(self.truth["quality"][-3:], nan=-1.0, posinf=-1.0, neginf=-1.0)
        return float(numpy.clip(last, -1, 1).mean())

    @property
    def best_quality(self):
        return float(numpy.clip(numpy.nan_to_num(self.truth["quality"], nan=-1.0, posinf=-1.0, neginf=-1.0), -1, 1).max())


def of_healthy(seen, good, traits, quirk="none"):
    """
    The verdict on a run without a fault: healthy where it really trains well.

    :param good: quality from which it does
    :param traits: of its program
    :param quirk: name of a turn that lets a good run look strange, see ``quirks``
    """
    curves = seen.curves
    if len(curves.rows) < 4:
        return Verdict("unscored", None, "ambiguous", "fewer than 4 rows")
    for found in symptoms.not_finite(curves):
        return Verdict("nan", found.step, "clear", f"without a planted fault: {found.words}")
    for found in _late(seen, traits):
        return Verdict("grokking", found.step, "clear", f"without a planted fault: {found.words}")
    for found in overfit.overfitting(curves, seen.truth):
        if found.clear:
            return Verdict("overfitting", found.step, "clear", f"without a planted fault: {found.words}")
        return Verdict("unscored", None, "ambiguous", found.words)
    if seen.final_quality < good:
        return Verdict("unscored", None, "ambiguous", f"ends with a quality of {seen.final_quality:.2f}, below {good}")
    if seen.final_quality < seen.best_quality - 0.15:
        return Verdict("unscored", None, "ambiguous", f"quality fell from {seen.best_quality:.2f} to {seen.final_quality:.2f}")
    known = "uninformative" in traits or quirk in ("augmented", "annealed")
    strange = _fallen_back(curves) if quirk == "augmented" else None if known else _strange(curves)
    if strange:
        return Verdict("unscored", None, "ambiguous", strange)
    return Verdict("healthy", None, "clear", f"quality {seen.final_quality:.2f}")


def _fallen_back(curves):
    """Augmentation so strong that the loss is where it began looks like a fault."""
    own = curves.finite("train_loss")
    if len(own) >= 4 and series.turned_up(own.scaled(symptoms.other_size(own)).values)[0] >= 0.7:
        return "train_loss falls back by augmentation"
    return None


def _late(seen, traits):
    """Signs of delayed generalisation, of which only classifiers are known."""
    return list(overfit.grokking(seen.curves, seen.truth)) if "classification" in traits else []


def _strange(curves):
    """Reason for a careful person to doubt a run that ends well; None without one."""
    for column in ("train_loss", "val_loss"):
        own = curves.finite(column)
        if len(own) < 4:
            continue
        scaled = own.scaled(symptoms.other_size(own))
        leap = series.excursions(scaled.values).max()
        if leap >= max(1.5, 10 * series.noise(scaled.values)):
            return f"{column} leaps {numpy.exp(leap):.3g}-fold by itself"
        risen, error = series.turned_up(scaled.values)
        if risen >= max(0.3, 3 * error):
            return f"{column} ends above its best by itself"
        if own.end() > own.start() and column == "train_loss" and own.values.min() > 0:
            return f"{column} ends above its start"
    return None


def of_faulty(seen, twin, twin_verdict, planted, certain, traits):
    """
    The verdict on a run with a planted fault.

    :param twin, twin_verdict: its healthy twin and what was said of that
    :param planted: step at which the fault began
    :param certain: whether tensors or what is declared show the fault where no curve does
    :param traits: of its program
    """
    curves = seen.curves
    if len(curves.rows) < 4:
        return Verdict("unscored", None, "ambiguous", "fewer than 4 rows")
    lost = twin.final_quality - seen.final_quality
    found = [one for one in _symptoms(seen, twin, planted, lost, traits) if one.step >= planted - 1]
    clear = [one for one in found if one.clear]
    sound = twin_verdict.label in ("healthy", "grokking")
    delayed = _late(seen, traits)
    if not sound:
        clear = [one for one in clear if one.label in EVIDENT or one.label == "overfitting"]
    if clear:
        chosen = _chosen(clear, curves)
        others = "; ".join(f"also {one.label} at {one.step:.0f}" for one in clear if one.label != chosen.label)
        return Verdict(chosen.label, chosen.step, "clear", f"{chosen.words}{'; ' if others else ''}{others}; quality lost {lost:.2f}")
    if delayed and lost <= HARM:
        return Verdict("grokking", delayed[0].step, "clear", f"as its twin: {delayed[0].words}")
    if not sound:
        return Verdict("unscored", None, "ambiguous", f"the twin is {twin_verdict.label}: {twin_verdict.notes}")
    if found and not certain:
        return Verdict("unscored", None, "ambiguous", f"{found[0].label}? {found[0].words}; quality lost {lost:.2f}")
    if lost >= HARM or certain:
        return Verdict("config_fault", planted, "no-symptom", f"quality lost {lost:.2f}")
    if lost <= NO_HARM:
        return Verdict("healthy", None, "clear", f"the fault is too weak to see; quality lost {lost:.2f}")
    return Verdict("unscored", None, "ambiguous", f"quality lost {lost:.2f}, and nothing to be seen")


def _symptoms(seen, twin, planted, lost, traits):
    curves, healthy = seen.curves, twin.curves
    yield from symptoms.not_finite(curves)
    worse = list(overfit.overfitting(curves, seen.truth))
    yield from worse
    if lost > NO_HARM:
        yield from overfit.no_generalisation(curves, healthy, seen.truth)
    # A validation that gets worse while the training loss does not rise is over-fitting, however far it goes.
    for column in ("train_loss",) if worse else ("train_loss", "val_loss"):
        truths = (seen.truth, twin.truth) if column == "train_loss" else ({}, {})
        yield from symptoms.blow_up(curves, healthy, column, truths, "uninformative" in traits)
    yield from symptoms.negative(curves, healthy, "signed" in traits)
    yield from symptoms.oscillation(curves, healthy)
    yield from symptoms.gradients_leap(curves, healthy)
    if "uninformative" not in traits:
        yield from flat.all_of(curves, healthy, planted, lost)


def _chosen(found, curves):
    """The symptom that names the run: the first to be seen; of those that are seen together, the worst."""
    steps = [float(row["step"]) for row in curves.rows]
    length = steps[-1] - steps[0]
    if any(one.label in FLAT for one in found):
        # A validation that leaps while nothing is learnt is noise of a small set.
        found = [one for one in found if one.label != "loss_spike" or not one.words.startswith("val_loss")]
    margin = TOGETHER * length + 1
    evident = min((one.step for one in found if one.label in EVIDENT), default=math.inf)
    found = [one for one in found if one.label in EVIDENT or one.step < evident - LONG * length]
    swings = min((one.step for one in found if one.label == "oscillating"), default=math.inf)
    # Of swings each top is a spike.
    found = [one for one in found if one.label not in ("loss_spike", "diverging") or one.step < swings - LONG * length]
    earliest = min(one.step for one in found)
    together = [one for one in found if one.step <= earliest + margin]
    worst = min(together, key=lambda one: (WORST_FIRST.index(one.label), one.step))
    if worst.label not in EVIDENT:
        return worst
    # A loss that rises for some rows and is NaN then is to be seen from the first of them, and did not pass.
    later = [one for one in found if one.label == "nan" and one.step <= earliest + LONG * length]
    label = "nan" if later and worst.label in ("loss_spike", "diverging") else worst.label
    return dataclasses.replace(worst, label=label, step=min(one.step for one in together if one.label in EVIDENT))
