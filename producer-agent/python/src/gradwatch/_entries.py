"""Entries between the training threads and the sending thread, and the records that they become."""

from typing import Any, NamedTuple

from . import _names, _signals, _values
from ._wire import MAX_NAME, text, wire

LEVELS = {"INFO": "INFO", "WARN": "WARNING", "WARNING": "WARNING", "ERROR": "CRITICAL", "CRITICAL": "CRITICAL"}


class RecordEntry(NamedTuple):
    """A record that is ready."""

    kind: str
    at: int
    event: Any
    essential: bool = True

    def ready(self):
        return True

    def records(self, doubts):
        yield self.kind, self.at, self.event, self.essential


class DescribeEntry(NamedTuple):
    """
    What the run says of itself, as it is when its turn comes.

    ``wanted`` tells then whether to say it.
    """

    at: int
    describe: Any
    wanted: Any = lambda: True

    def ready(self):
        return True

    def records(self, doubts):
        if self.wanted():
            yield "started", self.at, self.describe(), True


class LogEntry(NamedTuple):
    """
    One call of ``log``: named values, and what ``watch`` saw of the same optimizer step (None where it saw nothing).

    ``items`` are pairs of a target and a held value, ``known`` are fields of the step that are known already,
    ``summary`` hears of the values.
    """

    at: int
    step: int
    items: Any
    known: Any = None
    seen: Any = None
    evaluations: Any = None
    summary: Any = None

    def ready(self):
        """True where nothing of it is still being computed on a device."""
        return all(_values.ready(value) for _, value in self.items) and (self.seen is None or self.seen.ready())

    def records(self, doubts):
        """The step, if it says anything of one, and an evaluation for each split."""
        step = {}
        splits = {}
        for target, value in self.items:
            event = step if target.split is None else splits.setdefault(target.split, {})
            _put(event, target, value, doubts, self.summary)
        if self.seen is not None:
            logged = "loss" in step
            for key, value in self.seen.fields(doubts).items():
                step.setdefault(key, value)
            if not logged and "loss" in step and self.summary is not None:
                self.summary._see_loss(float(step["loss"]))
        if self.known:
            for key, value in self.known.items():
                step.setdefault(key, value)
        if step:
            yield "step", self.at, {"step": self.step, **step}, False
        for split, event in splits.items():
            yield "evaluation", self.at, {"step": self.step, "split": split, **event, **(self.evaluations or {})}, True


def _put(event, target, value, doubts, summary=None):
    try:
        number = _values.resolve(value)
    except _values.NotANumber as e:
        doubts.value(target.field or target.metric, e)
        return
    if summary is not None:
        summary._take(target, number)
    if target.field is None:
        event.setdefault("metrics", {})[target.metric] = wire(number)
    elif target.field in _signals.WHOLE_FIELDS:
        whole = _values.whole(number, 0, _signals.WHOLE_FIELDS[target.field])
        if whole is None:
            doubts.value(target.field, f"{number}, but must be a whole number of 0 or more")
        else:
            event[target.field] = whole
    else:
        event[target.field] = wire(number)


class EvaluationEntry(NamedTuple):
    """One call of ``evaluation`` with what was held of its values."""

    at: int
    step: int
    split: str
    loss: Any
    metrics: Any
    epoch: Any
    error_types: Any
    extra: Any
    summary: Any = None

    def ready(self):
        values = [self.loss, self.epoch, *(self.metrics or {}).values()]
        return all(_values.ready(value) for value in values)

    def records(self, doubts):
        yield "evaluation", self.at, self._event(doubts), True

    def _event(self, doubts):
        """The event; values that cannot be used are left out and counted."""
        event = {"step": self.step, "split": _names.split_of(self.split)}
        if event["split"] == "UNKNOWN":
            doubts.value("split", f"'{text(self.split, MAX_NAME)}', but must be one of {', '.join(_names.SPLITS)}")
        said = text(self.split, MAX_NAME)
        for key, value, name in (("loss", self.loss, f"{said}/loss"), ("epoch", self.epoch, "")):
            if value is not None:
                _put(event, _names.Target(event["split"], key, None, name), value, doubts, self.summary)
        for name, value in (self.metrics or {}).items():
            name = text(name, MAX_NAME)
            metric = _signals.METRIC.get(name.lower(), name)
            _put(event, _names.Target(event["split"], None, metric, f"{said}/{name}"), value, doubts, self.summary)
        types = []
        for name, share in (self.error_types or {}).items():
            try:
                number = _values.resolve(share)
            except _values.NotANumber:
                number = -1
            if 0 <= number <= 1:
                types.append({"name": text(name, MAX_NAME), "share": number})
            else:
                doubts.value(f"share of {text(name, MAX_NAME)}", f"{text(share, 50)}, but must be from 0 to 1")
        if types:
            event["errorTypes"] = types
        event.update({key: value for key, value in self.extra.items() if value is not None})
        return event


class CheckpointEntry(NamedTuple):
    """One call of ``checkpoint`` with what was held of its values."""

    at: int
    step: int
    path: str
    size_bytes: Any
    metrics: Any

    def ready(self):
        return all(_values.ready(value) for value in self.metrics.values())

    def records(self, doubts):
        event = {"step": self.step, "path": self.path}
        for name, value in self.metrics.items():
            _put(event, _names.Target(None, None, text(name, MAX_NAME), ""), value, doubts)
        if self.size_bytes is not None:
            size = _values.whole(self.size_bytes)
            if size is None:
                doubts.value("size_bytes", f"{text(self.size_bytes, 50)}, but must be a whole number of 0 or more")
            else:
                event["sizeBytes"] = size
        yield "checkpoint", self.at, event, True


def notice(title, message, level, step, doubts):
    """The event of an alert that the job itself raises."""
    known = LEVELS.get(str(getattr(level, "value", level)).upper())
    if known is None:
        doubts.value("level", f"'{text(level, MAX_NAME)}', but must be one of {', '.join(LEVELS)}")
    return {
        "title": text(title, MAX_NAME) or "notice",
        "text": text(message),
        "level": known or "INFO",
        "step": step,
    }
