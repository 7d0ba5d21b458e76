"""Curves as a labeller looks at them."""

from dataclasses import dataclass

import numpy

#: A loss at this part of its start counts as small: below it the scale is linear. The corpus' research uses the same.
SMALL = 0.03


@dataclass
class Series:
    """Values of one column, where it has some: steps (n,), and values (n,) that may be NaN or infinite."""

    steps: numpy.ndarray
    values: numpy.ndarray

    def __len__(self):
        return len(self.values)

    @staticmethod
    def of(rows, column):
        """The series of a column of the rows of ``tables.rows``."""
        told = [(float(row["step"]), float(row[column])) for row in rows if column in row]
        return Series(numpy.array([step for step, _ in told]), numpy.array([value for _, value in told]))

    def finite(self):
        """Only what is finite."""
        kept = numpy.isfinite(self.values)
        return Series(self.steps[kept], self.values[kept])

    def window(self):
        """Rows over which the eye averages: a 25th of the curve, 1 to 25."""
        return int(numpy.clip(len(self) // 25, 1, 25))

    def smooth(self):
        """Trailing medians over the window."""
        return Series(self.steps, trailing_median(self.values, self.window()))

    def start(self):
        """Level of the first rows: the larger of the first two where there are few, else a median."""
        count = int(numpy.clip(len(self) // 20, 1, 10))
        return float(numpy.median(self.values[:count]))

    def end(self):
        """Level of the last eighth."""
        return float(numpy.median(self.values[-max(3, len(self) // 8) :]))

    def at(self, steps):
        """Values at other steps, between rows in straight lines."""
        return numpy.interp(steps, self.steps, self.values)

    def scaled(self, size):
        """On a scale that is linear near zero, logarithmic beyond, and odd; ``size`` is a usual value of the start."""
        return Series(self.steps, numpy.arcsinh(self.values / (SMALL * size)))


def trailing_median(values, window):
    """Median of each value and the ``window - 1`` before it."""
    if window <= 1 or len(values) < 2:
        return values.copy()
    padded = numpy.concatenate([numpy.full(window - 1, values[0]), values])
    return numpy.median(numpy.lib.stride_tricks.sliding_window_view(padded, window), axis=1)


def detrended(values):
    """Values less their medians over an eighth of the curve about each."""
    width = 2 * max(4, len(values) // 16) + 1
    padded = numpy.pad(values, width // 2, mode="edge")
    return values - numpy.median(numpy.lib.stride_tricks.sliding_window_view(padded, width), axis=1)


def noise(values):
    """Standard deviation of a value about its neighbours, not moved by outliers."""
    if len(values) < 3:
        return 0.0
    steps = numpy.diff(values)
    return float(1.4826 * numpy.median(numpy.abs(steps - numpy.median(steps))) / numpy.sqrt(2))


def excursions(values, before=9):
    """Height of each value above the median of those before it; 0 for the first two."""
    found = numpy.zeros(len(values))
    for i in range(2, len(values)):
        found[i] = values[i] - numpy.median(values[max(0, i - before) : i])
    return found


def turned_up(values, blocks=5):
    """
    How far the last block of values lies above the lowest block, and the error of that from the noise; zeros for fewer than two
    values a block.
    """
    if len(values) < 2 * blocks:
        return 0.0, 0.0
    medians = [float(numpy.median(part)) for part in numpy.array_split(values, blocks)]
    return medians[-1] - min(medians), 1.25 * noise(values) * (2 * blocks / len(values)) ** 0.5


def draw_up(values):
    """Height of each value above the lowest before it."""
    return values - numpy.minimum.accumulate(values)


def first(condition):
    """Index of the first true element; None where there is none."""
    found = numpy.flatnonzero(condition)
    return int(found[0]) if len(found) else None


def stays(condition, share=0.8):
    """Index from which on a condition holds, for at least this share of the rest; None where it does not."""
    condition = numpy.asarray(condition, bool)
    rest = numpy.cumsum(condition[::-1])[::-1] / numpy.arange(len(condition), 0, -1)
    return first(condition & (rest >= share))
