"""The results of a run."""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, Optional

from . import _values
from ._attributes import Attributes, key_of
from ._definitions import Definition, Definitions
from ._doubts import Doubts
from ._names import Target
from ._wire import wire

MOST_RESULTS = 1_000


class Summary(Attributes):
    """
    Results by the names that the job logs: of each metric its last value, or what ``run.define_metric`` says, and what
    the job sets itself, which stays. Values are numbers. What was logged is here a moment later, when the sending thread
    has read it. Sent when the run ends, and each time that the run says something new of itself.
    """

    def __init__(self, definitions: Definitions, doubts: Doubts, changed: Callable[[], None]) -> None:
        super().__init__()
        self._definitions = definitions
        self._doubts = doubts
        self._changed = changed
        self._running: Dict[str, _Running] = {}
        self._fixed: Dict[str, bool] = {}
        self._loss: Optional[float] = None

    def __setitem__(self, key: str, value: Any) -> None:
        name = key_of(key)
        try:
            number = _values.resolve(_values.hold(value))
        except _values.NotANumber as e:
            self._doubts.value(f"summary of {name}", e)
            return
        if self._room(name):
            self._fixed[name] = True
            dict.__setitem__(self, name, number)

    def update(self, values: Any = None, /, **more: Any) -> None:
        """Sets many."""
        for key, value in {**dict(values or {}), **more}.items():
            self[key] = value

    def _room(self, name: str) -> bool:
        if name in self or len(self) < MOST_RESULTS:
            return True
        self._doubts.value("summary", f"of more than {MOST_RESULTS} names, of which the first are kept")
        return False

    def _take(self, target: Target, number: float) -> None:
        """A value that was logged. Called by the sending thread."""
        if target.split is None and target.field == "loss":
            self._loss = number
        name = target.name
        if not name:
            return
        running = self._running.get(name)
        if running is None:
            if len(self._running) >= MOST_RESULTS:
                return
            running = self._running[name] = _Running(target.series)
        running.take(number)
        self._tell(name, running)
        if self._definitions.see(name, target.series):
            self._changed()

    def _see_loss(self, number: float) -> None:
        """The loss of a step, as ``watch`` saw it."""
        self._take(Target(None, "loss", None, "loss"), number)

    def _tell(self, name: str, running: _Running) -> None:
        definition = self._definitions.of(name)
        for kind in definition.summary:
            key = name if len(definition.summary) == 1 else f"{name}.{kind}"
            number = running.value(kind, definition)
            if number is not None and key not in self._fixed and (key in self or len(self) < MOST_RESULTS):
                dict.__setitem__(self, key, number)

    def _redefine(self) -> None:
        """A definition has come after values."""
        for name, running in list(self._running.items()):
            for key in [name, *(f"{name}.{kind}" for kind in ("last", "min", "max", "mean", "best"))]:
                if key not in self._fixed:
                    dict.pop(self, key, None)
            self._tell(name, running)
            self._definitions.see(name, running.series)

    def _event(self) -> Dict[str, Any]:
        return {name: wire(number) for name, number in list(self.items())}


class _Running:
    """One metric so far. Minimum and maximum are of finite values; the mean is of all."""

    __slots__ = ("series", "last", "minimum", "maximum", "total", "count")

    def __init__(self, series: str) -> None:
        self.series = series
        self.last = math.nan
        self.minimum = math.inf
        self.maximum = -math.inf
        self.total = 0.0
        self.count = 0

    def take(self, number: float) -> None:
        self.last = number
        self.total += number
        self.count += 1
        if math.isfinite(number):
            self.minimum = min(self.minimum, number)
            self.maximum = max(self.maximum, number)

    def value(self, kind: str, definition: Definition) -> Optional[float]:
        """None where there is none yet."""
        if kind == "last":
            return self.last
        if kind == "mean":
            return self.total / self.count
        if self.minimum > self.maximum:
            return None
        if kind == "best":
            kind = "max" if definition.goal == "maximize" else "min"
        return self.minimum if kind == "min" else self.maximum
