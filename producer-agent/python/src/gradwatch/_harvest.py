"""Measurements of one step on devices, and their way to the host."""

import time

import torch

from . import _histogram, _statistics
from ._wire import ROWS_BETWEEN_YIELDS, wire

#: Rows of one kind that a record carries at most; all tensors count for the norms.
MOST_ROWS = 1_000


class Harvest:
    """
    Gathers statistics of tensors, and counts, as small tensors on their devices; ``ship`` starts one copy a device.
    Belongs to the training thread until it is shipped, and to the sending thread after it.

    :param histograms: whether it takes histograms too
    """

    def __init__(self, histograms=False):
        self._histograms = histograms
        self._names = {}
        self._blocks = []
        self._counts = []
        self._numbers = []
        self._saturated = []
        self._shipped = []

    def add(self, kind, names, tensors):
        """Measures tensors, a name for each."""
        if tensors:
            at = self._names.setdefault(kind, [])
            first = len(at)
            at.extend(names)
            for owners, length, block, bins in _statistics.rows_of(tensors, self._histograms):
                self._blocks.append((kind, [first + owner for owner in owners], length, block, bins))

    def add_saturated(self, kind, tensor, parts):
        """Counts the saturated elements of the tensor that was added last; ``parts`` as from ``_layers.flat_parts``."""
        count = _statistics.saturated(tensor, parts).double().reshape(1)
        self._saturated.append((kind, len(self._names[kind]) - 1, count))

    def add_counts(self, key, counts):
        """Takes a vector of whole numbers."""
        self._counts.append((key, counts.double()))

    def add_numbers(self, key, numbers):
        """Takes a vector of numbers."""
        self._numbers.append((key, numbers.double()))

    def ship(self):
        """Starts the copies to the host, and forgets what is on the devices once they are done."""
        parts = {}
        for _, _, _, block, bins in self._blocks:
            parts.setdefault(block.device, []).append(block.reshape(-1))
            if bins is not None:
                parts[block.device].append(bins.reshape(-1))
        for _, vector in [*self._counts, *self._numbers]:
            parts.setdefault(vector.device, []).append(vector)
        for _, _, count in self._saturated:
            parts.setdefault(count.device, []).append(count)
        for device, flat in parts.items():
            self._shipped.append(_Copy(device, torch.cat(flat)))

    def ready(self):
        """True once everything is on the host."""
        return all(copy.ready() for copy in self._shipped)

    def moments(self):
        """Statistics by kind: a list of names with their moments, in the order in which they were added; the counts; and
        the numbers."""
        values = {copy.device: copy.values() for copy in self._shipped}
        places = dict.fromkeys(values, 0)
        found = {kind: [(name, _statistics.Moments()) for name in names] for kind, names in self._names.items()}
        width = len(_statistics.COLUMNS)
        for kind, owners, length, block, bins in self._blocks:
            at = places[block.device]
            rows = values[block.device][at : at + len(owners) * width].view(-1, width)
            if len(owners) >= _statistics.MANY_ROWS and owners[0] == owners[-1]:
                found[kind][owners[0]][1].add_all(length, rows)
            else:
                _add_each(found[kind], owners, length, rows)
            places[block.device] += block.numel()
            if bins is not None:
                _add_bins(found[kind], owners, _next(values, places, bins), bins.shape[1])
        counts, numbers = {}, {}
        for key, vector in self._counts:
            counts[key] = [int(count) for count in _next(values, places, vector)]
        for key, vector in self._numbers:
            numbers[key] = _next(values, places, vector)
        for kind, owner, count in self._saturated:
            found[kind][owner][1].saturated = int(values[count.device][places[count.device]])
            places[count.device] += 1
        return found, counts, numbers


def _next(values, places, vector):
    """The values of a vector, which come next of those of its device."""
    at = places[vector.device]
    places[vector.device] += vector.numel()
    return values[vector.device][at : at + vector.numel()].tolist()


def _add_each(named, owners, length, rows):
    for number, (owner, row) in enumerate(zip(owners, rows.tolist())):
        named[owner][1].add(length, row)
        if number % ROWS_BETWEEN_YIELDS == 0:
            time.sleep(0)


def _add_bins(named, owners, values, width):
    for number, start in enumerate(range(0, len(values), width)):
        named[owners[number]][1].add_bins(values[start : start + width])
        if number % ROWS_BETWEEN_YIELDS == 0:
            time.sleep(0)


class _Copy:
    """A tensor on its way to the host."""

    def __init__(self, device, tensor):
        self.device = device
        self._event = None
        self._host = tensor
        if tensor.is_cuda:
            self._host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
            self._host.copy_(tensor, non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record(torch.cuda.current_stream(device))

    def ready(self):
        return self._event is None or self._event.query()

    def values(self):
        return self._host.cpu()


def row(name, kind, moments):
    """A row of ``tensors`` as the protocol has it."""
    histogram = [] if moments.bins is None else [_histogram.wire(moments.bins)]
    return [
        name,
        kind,
        moments.elements,
        wire(moments.minimum),
        wire(moments.maximum),
        wire(moments.mean),
        wire(moments.deviation),
        wire(moments.norm),
        moments.nan,
        moments.infinity,
        moments.zero,
        moments.saturated,
        *histogram,
    ]


def chosen(named):
    """At most MOST_ROWS of the tensors in their order: all with NaN or infinities, and of the others evenly many."""
    if len(named) <= MOST_ROWS:
        return named
    bad = [i for i, (_, one) in enumerate(named) if one.nan or one.infinity][: MOST_ROWS // 2]
    room = MOST_ROWS - len(bad)
    even = {round(i * (len(named) - 1) / (room - 1)) for i in range(room)}
    return [named[i] for i in sorted(even | set(bad))][:MOST_ROWS]
