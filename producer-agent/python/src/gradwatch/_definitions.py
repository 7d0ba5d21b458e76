"""Definitions of the metrics of a run."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from ._doubts import Doubts
from ._names import Target, target
from ._wire import MAX_NAME, text

SUMMARIES = ("last", "min", "max", "mean", "best", "none")
GOALS = ("minimize", "maximize")
MOST_DEFINITIONS = 256

#: Step metrics whose values count optimizer steps.
STEPS = frozenset(
    ("step", "global_step", "optimizer_step", "iteration", "iter", "trainer/global_step", "train/global_step", "train/step")
)


class Definition(NamedTuple):
    """Of one metric, or of those whose names begin with what stands before ``*``."""

    name: str
    step_metric: Optional[str] = None
    summary: Tuple[str, ...] = ("last",)
    goal: Optional[str] = None
    hidden: bool = False

    def fits(self, name: str) -> bool:
        """True where the metric of that name is meant."""
        return name.startswith(self.name[:-1]) if self.name.endswith("*") else name == self.name


DEFAULT = Definition("*")


class Definitions:
    """Those of a run. Of several that fit a metric, the last one counts. Added to by the job, read by the sender."""

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._all: List[Definition] = []
        self._found: Dict[str, Definition] = {}
        self._series: Dict[str, Definition] = {}
        #: True where any definition has a step metric.
        self.with_steps = False

    def add(self, name: Any, step_metric: Any, summary: Any, goal: Any, hidden: Any) -> None:
        """Takes a definition; what cannot be used of it is left out and counted."""
        name = text(name, MAX_NAME)
        if "*" in name[:-1]:
            self._doubts.value("name", f"'{name}', but may have one '*', at its end")
            return
        if goal is not None and goal not in GOALS:
            self._doubts.value("goal", f"'{text(goal, 50)}', but must be one of {', '.join(GOALS)}")
            goal = None
        step = None if step_metric is None else text(step_metric, MAX_NAME)
        self._all = [one for one in self._all if one.name != name][-MOST_DEFINITIONS + 1 :]
        self._all.append(Definition(name, step, self._summary(summary, goal), goal, bool(hidden)))
        self._found = {}
        self.with_steps = any(one.step_metric is not None for one in self._all)
        if step is not None and step not in STEPS and not _is_epoch(step):
            self._doubts.warn(f"Charts are drawn over the step: the step metric '{step}' of '{name}' is only kept as said")

    def _summary(self, summary: Any, goal: Optional[str]) -> Tuple[str, ...]:
        if summary is None:
            return ("last",) if goal is None else ("best",)
        kinds = tuple(one.strip() for one in text(summary, 100).split(",") if one.strip())
        if not kinds or any(kind not in SUMMARIES for kind in kinds):
            self._doubts.value("summary", f"'{text(summary, 50)}', but must be of {', '.join(SUMMARIES)}")
            return ("last",)
        return () if "none" in kinds else kinds

    def of(self, name: str) -> Definition:
        """The definition that counts for a metric."""
        found = self._found.get(name)
        if found is None:
            found = next((one for one in reversed(self._all) if one.fits(name)), DEFAULT)
            if len(self._found) < 10 * MOST_DEFINITIONS:
                self._found[name] = found
        return found

    def see(self, name: str, series: str) -> bool:
        """A metric has come, as a series of the stream; True where that makes something new to declare."""
        found = self.of(name)
        if found is DEFAULT or self._series.get(series) == found or len(self._series) >= MOST_DEFINITIONS:
            return False
        self._series[series] = found
        return True

    def events(self) -> List[Dict[str, Any]]:
        """The definitions of the series that have come, as the ``started`` event says them."""
        return [
            {
                "name": series[:MAX_NAME],
                "summary": ",".join(one.summary) or "none",
                "goal": one.goal or "",
                "stepMetric": one.step_metric or "",
                "hidden": one.hidden,
            }
            for series, one in list(self._series.items())
        ]

    def placed(
        self, named: List[Tuple[Target, Any]], step: Any, values: Dict[str, Any]
    ) -> Tuple[List[Tuple[Target, Any]], Any]:
        """
        The values of one call of ``log`` and their step, by the step metrics of their definitions: one that counts
        optimizer steps is the step, where none was given, and the epoch goes to the evaluation that it belongs to.
        """
        wanted = {self.of(item[0].name).step_metric for item in named}
        metrics = {metric for metric in wanted if metric is not None and metric in values}
        for metric in metrics & STEPS:
            step = values[metric] if step is None else step
        epochs = {metric for metric in metrics if _is_epoch(metric)}
        evaluated = {item[0].split for item in named if self.of(item[0].name).step_metric in epochs} - {None}
        rest = [item for item in named if item[0].name not in metrics & STEPS]
        if evaluated:
            epoch = next(item for item in named if item[0].name in epochs)
            if all(item[0].split is not None or item[0].name in epochs for item in rest):
                rest = [item for item in rest if item[0].name not in epochs]
            rest += [(Target(split, "epoch", None, epoch[0].name), epoch[1]) for split in evaluated]
        return rest, step


def _is_epoch(name: str) -> bool:
    return target(name).field == "epoch"
