"""One optimizer step as the watch saw it."""

import time

from . import _harvest, _optimizer, _statistics, _values
from ._wire import wire


class Seen:
    """Of one optimizer step: what was at hand, values that devices still compute, and the harvest of a sampled one."""

    def __init__(self, index):
        self.index = index
        self.fields_known = {}
        self.losses = []
        self.held = {}
        self.harvest = None
        self.complete_update = False
        self.events = []
        self.optimizer = {}
        self.on_cost = None

    def ready(self):
        held = all(_values.ready(value) for value in [*self.losses, *self.held.values()])
        return held and (self.harvest is None or self.harvest.ready())

    def fields(self, doubts):
        """Fields of the step. Called once, by the sending thread."""
        found = dict(self.fields_known)
        if self.optimizer:
            found["optimizer"] = dict(self.optimizer)
        for key, value in self.held.items():
            _resolve(found, key, value, doubts)
        if self.losses:
            try:
                values = [_values.resolve(value) for value in self.losses]
                found["loss"] = wire(sum(values) / len(values))
            except _values.NotANumber as e:
                doubts.value("loss", e)
        if self.harvest is not None:
            began = time.thread_time()
            self._add_harvest(found)
            self.on_cost(time.thread_time() - began + self._device_excess())
        return found

    def _add_harvest(self, found):
        moments, counts, numbers = self.harvest.moments()
        _optimizer.add_numbers(found.get("optimizer"), numbers)
        batch = found.get("batch", {})
        batch.update(counts)
        if batch:
            found["batch"] = batch
        norms = {kind: _statistics.total([one for _, one in named]) for kind, named in moments.items()}
        if "PARAMETER" in norms:
            found["parameterNorm"] = wire(norms["PARAMETER"])
        # Where the job clips, the norm before that is known, and the gradients are those after it.
        if "GRADIENT" in norms:
            found.setdefault("gradientNorm", wire(norms["GRADIENT"]))
        if self.complete_update and norms.get("PARAMETER"):
            found["updateRatio"] = wire(norms["UPDATE"] / norms["PARAMETER"])
        found["tensors"] = [
            _harvest.row(name, kind, one) for kind, named in moments.items() for name, one in _harvest.chosen(named)
        ]

    def _device_excess(self):
        """Seconds that the device took for the statistics beyond what the host took to ask for them."""
        device = sum(start.elapsed_time(end) for _, start, end in self.events) / 1000
        host = sum(seconds for seconds, _, _ in self.events)
        return max(0.0, device - host)


def _resolve(found, key, value, doubts):
    try:
        found[key] = wire(_values.resolve(value))
    except _values.NotANumber as e:
        doubts.value(key, e)
