"""Values that a job logs of its training, and when."""

import math
from dataclasses import asdict, dataclass

STYLES = ("steps", "epochs", "validation")


@dataclass
class Habit:
    """
    :param style: steps (a row each ``every`` steps), epochs (a row at the end of epochs, with validation), validation (nothing else)
    :param every: optimizer steps between two rows, rounded to whole epochs for the style epochs
    :param smoothing: none, mean (of the steps since the last row), ema, epoch (running mean since the epoch began)
    :param digits: decimals that are kept; None keeps all
    :param validations: rows between two validations of the style steps; 0 has none
    :param accuracy, gradient_norm, rate, epoch: what is logged beside the loss, where it is there
    :param samples: steps of which a watch takes the statistics of layers; 0 watches nothing
    """

    style: str
    every: int
    smoothing: str
    digits: int
    validations: int
    accuracy: bool
    gradient_norm: bool
    rate: bool
    epoch: bool
    samples: int

    @property
    def validates(self):
        """True where the validation is logged."""
        return self.style != "steps" or self.validations > 0

    def to_json(self):
        return asdict(self)


def draw(random, steps, validated):
    """
    A habit for a run of so many steps.

    :param validated: whether the program has a validation set
    """
    rows = math.exp(random.uniform(math.log(8), math.log(min(3000, steps))))
    style = random.choice(STYLES, p=(0.55, 0.35, 0.1) if validated else (1, 0, 0)).item()
    every = max(1, int(round(steps / rows)))
    for usual in (1, 2, 5, 10, 20, 25, 50, 100):
        if 0.7 < every / usual < 1.4:
            every = usual
    smoothing = "none" if every == 1 and random.random() < 0.8 else random.choice(["none", "mean", "ema", "epoch"], p=(0.4, 0.3, 0.2, 0.1)).item()
    bare = random.random() < 0.2
    return Habit(
        style=style,
        every=every,
        smoothing="mean" if style == "epochs" and random.random() < 0.8 else smoothing,
        digits=None if random.random() < 0.6 else int(random.choice([2, 3, 3, 4])),
        validations=0 if bare or not validated or random.random() < 0.4 else int(max(1, rows // random.integers(5, 40))),
        accuracy=bool(not bare and random.random() < 0.6),
        gradient_norm=bool(not bare and random.random() < 0.5),
        rate=bool(not bare and random.random() < 0.6),
        epoch=bool(not bare and random.random() < 0.6),
        samples=0 if bare or random.random() < 0.3 else 50,
    )


class Reporter:
    """Logs to a run of the Python package by a habit, from step ``first`` on. ``step`` is called after each optimizer step."""

    def __init__(self, run, habit, steps, steps_per_epoch, first=0):
        self._first = first
        self._run, self._habit, self._steps, self._per_epoch = run, habit, steps, steps_per_epoch
        whole = habit.style == "epochs" and steps / steps_per_epoch >= 6
        self._every = max(1, round(habit.every / steps_per_epoch)) * steps_per_epoch if whole else habit.every
        self._rows = 0
        self._sum, self._accuracy, self._count = 0.0, 0.0, 0
        self._ema = None

    def step(self, step, loss, accuracy, norm, rate, extra, evaluate):
        """
        :param extra: further values by name
        :param evaluate: gives loss and accuracy on the validation set, or None where there is none
        """
        habit = self._habit
        if step < self._first:
            return
        self._gather(step, loss, accuracy)
        if (step + 1) % self._every and step + 1 != self._steps:
            return
        if habit.style != "validation":
            self._train(step, loss, accuracy, norm, rate, extra)
        self._rows += 1
        wanted = habit.style != "steps" or (habit.validations and self._rows % habit.validations == 0)
        found = evaluate() if wanted else None
        if found is not None:
            values = {"val/loss": self._short(found[0])}
            if habit.accuracy and found[1] is not None:
                values["val/acc"] = self._short(found[1])
            if habit.style == "validation" and habit.epoch:
                self._run.evaluation("val", step, values["val/loss"], {"accuracy": values["val/acc"]} if "val/acc" in values else None,
                                     epoch=(step + 1) / self._per_epoch)
            else:
                self._run.log(values, step=step)

    def _gather(self, step, loss, accuracy):
        if self._habit.smoothing == "epoch" and step % self._per_epoch == 0:
            self._reset()
        self._sum += loss
        self._accuracy += accuracy or 0.0
        self._count += 1
        self._ema = loss if self._ema is None else 0.95 * self._ema + 0.05 * loss

    def _reset(self):
        self._sum, self._accuracy, self._count = 0.0, 0.0, 0

    def _train(self, step, loss, accuracy, norm, rate, extra):
        habit = self._habit
        if habit.smoothing == "ema":
            loss = self._ema
        elif habit.smoothing != "none":
            loss, accuracy = self._sum / self._count, None if accuracy is None else self._accuracy / self._count
        if habit.smoothing != "epoch":
            self._reset()
        values = {"loss": self._short(loss), **{name: self._short(value) for name, value in extra.items()}}
        if habit.accuracy and accuracy is not None:
            values["accuracy"] = self._short(accuracy)
        if habit.gradient_norm:
            values["grad_norm"] = self._short(norm)
        if habit.rate:
            values["lr"] = rate
        if habit.epoch:
            values["epoch"] = round((step + 1) / self._per_epoch, 4)
        self._run.log(values, step=step)

    def _short(self, value):
        return value if self._habit.digits is None or not math.isfinite(value) else round(value, self._habit.digits)
