"""Records of a job: values of steps, evaluations, checkpoints and notices."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Tuple

from . import _entries, _names, _values
from ._described import Described
from ._numbering import Numbering
from ._wire import MAX_NAME, text

if TYPE_CHECKING:
    from ._watch import Watch

MOST_VALUES = 1_024


class Recorded(Described):
    """The part of a run that takes what the job records. Nothing here raises into the job or waits."""

    _numbering: Numbering
    _watch: Optional[Watch]

    def _put_essential(self, kind: str, event: dict[str, Any]) -> None:
        self._sender.put_essential(_entries.RecordEntry(kind, now(), event))

    def log(self, values: Mapping[str, Any], step: Optional[int] = None) -> None:
        """
        Records values of an optimizer step, such as ``{"loss": 0.3, "lr": 1e-3, "val/loss": 0.4}``; docs/PYTHON.md has
        the names. Numbers, NumPy scalars and tensors of one element are taken, of which those on an accelerator are read
        later by another thread. Costs microseconds and waits for nothing.

        :param step: optimizer steps since the start of training, from 0; the next one if None
        """
        try:
            if self._usable():
                self._log(values, step)
        except Exception as e:
            self._doubts.drop(f"A call of log cannot be used: {e!r}")

    def _log(self, values: Mapping[str, Any], step: Optional[int]) -> None:
        items: List[Tuple[_names.Target, Any]] = []
        training = False
        for name, value in values.items():
            target = _names.target(name if type(name) is str else text(name, MAX_NAME))
            try:
                items.append((target, _values.hold(value)))
            except _values.NotANumber as e:
                self._doubts.value(name, e)
                continue
            training = training or target.split is None
        if len(items) > MOST_VALUES:
            self._doubts.value("log", f"given {len(items)} values, of which the first {MOST_VALUES} are taken")
            items = items[:MOST_VALUES]
        if self._definitions.with_steps:
            items, step = self._definitions.placed(items, step, dict(values))
            training = any(item[0].split is None for item in items)
        watch = self._watch
        step = self._numbering.step(step, training, watch)
        if not items:
            return
        seen = known = evaluations = None
        if training:
            if watch is not None:
                seen = watch.take(step)
            else:
                known = self._numbering.duration(step)
        if watch is not None and (not training or len(items) > 1):
            evaluations = watch.take_evaluation(items)
        if not training:
            self._numbering.pause()
        put = self._sender.put if training else self._sender.put_essential
        put(_entries.LogEntry(now(), step, items, known, seen, evaluations, self._summary))

    def evaluation(
        self,
        split: str = "val",
        step: Optional[int] = None,
        loss: Any = None,
        metrics: Optional[Mapping[str, Any]] = None,
        *,
        epoch: Any = None,
        error_types: Optional[Mapping[str, float]] = None,
        training_mode: Optional[bool] = None,
        running_statistics_changed: Optional[bool] = None,
    ) -> None:
        """
        Records an evaluation of the model.

        :param split: train, val (also for a single validation set), test_val or test
        :param step: optimizer steps done before it; those so far if None
        :param loss: mean over the split
        :param metrics: further values by name, such as accuracy (0 to 1)
        :param epoch: passes over the training data before it, fractions allowed
        :param error_types: the part (0 to 1) of the examples that show each type of error, by its name
        :param training_mode: whether the network was in training mode; seen by ``watch`` if None
        :param running_statistics_changed: whether the evaluation changed running statistics; seen by ``watch`` if None
        """
        try:
            if not self._usable():
                return
            seen = self._watch.take_evaluation(None) if self._watch is not None else None
            extra = dict(seen or {})
            for key, value in (("trainingMode", training_mode), ("runningStatisticsChanged", running_statistics_changed)):
                if value is not None:
                    extra[key] = bool(value)
            self._numbering.pause()
            self._sender.put_essential(
                _entries.EvaluationEntry(
                    now(),
                    self._numbering.step(step, False, self._watch),
                    split,
                    self._held("loss", loss),
                    self._all_held(metrics),
                    self._held("epoch", epoch),
                    dict(error_types or {}),
                    extra,
                    self._summary,
                )
            )
        except Exception as e:
            self._doubts.drop(f"An evaluation cannot be used: {e!r}")

    def checkpoint(
        self,
        path: Any,
        step: Optional[int] = None,
        metrics: Optional[Mapping[str, Any]] = None,
        *,
        size_bytes: Optional[int] = None,
    ) -> None:
        """
        Tells that the job has saved a checkpoint, once it is complete: an alert names the newest one that was saved before
        its fault began. One that is saved to the path of an earlier one takes its place. No file is looked at.

        :param path: path, address or name by which people find it, at most 4,096 characters
        :param step: optimizer steps done before it; those so far if None
        :param metrics: values by which the job judges it, such as the validation loss
        :param size_bytes: its size, where the job knows it
        """
        try:
            if not self._usable():
                return
            name = text(os.fspath(path) if isinstance(path, os.PathLike) else path).strip()
            if path is None or not name:
                self._doubts.value("path", "empty, but must name the checkpoint")
                return
            step = self._numbering.step(step, False, self._watch)
            self._numbering.pause()
            entry = _entries.CheckpointEntry(now(), step, name, size_bytes, self._all_held(metrics))
            self._sender.put_essential(entry)
        except Exception as e:
            self._doubts.drop(f"A checkpoint cannot be used: {e!r}")

    def alert(self, title: str, text: str = "", level: Any = "INFO") -> None:
        """
        Tells people something that the job itself knows, as an alert of the class notice. A title is told once, and again
        when its level rises; at most 20 titles of an attempt are told.

        :param title: what it is about, at most 256 characters
        :param text: what to know of it, at most 4,096 characters
        :param level: INFO, WARN or ERROR (or WARNING, CRITICAL); in any case of letters
        """
        try:
            if self._usable():
                step = self._numbering.step(None, False, self._watch)
                self._put_essential("notice", _entries.notice(title, text, level, step, self._doubts))
        except Exception as e:
            self._doubts.drop(f"An alert cannot be used: {e!r}")

    def _held(self, name: str, value: Any) -> Any:
        try:
            return None if value is None else _values.hold(value)
        except _values.NotANumber as e:
            self._doubts.value(name, e)
            return None

    def _all_held(self, metrics: Optional[Mapping[str, Any]]) -> dict[str, Any]:
        held = {name: self._held(name, value) for name, value in dict(metrics or {}).items()}
        return {name: value for name, value in held.items() if value is not None}


def now() -> int:
    """Clock of the host, milliseconds since 1970-01-01 UTC."""
    return int(time.time() * 1000)
