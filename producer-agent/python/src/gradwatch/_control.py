"""Answers to a job that asked for them: alerts, the wish to stop, the wish to save a checkpoint."""

from __future__ import annotations

import collections
from typing import Any, Callable, Deque, Dict, FrozenSet, Iterable, List, NamedTuple, Optional, Tuple, Union

from ._log import LOGGER

MOST_REMEMBERED = 4_096


class Alert(NamedTuple):
    """
    An alert of the run as the agent tells it: ``severity`` is INFO, WARNING or CRITICAL, ``state`` FIRING, RECOVERED or
    UNRECOVERED, steps are optimizer steps, ``causes`` and ``remedies`` sentences, most likely first.
    """

    alert_id: str
    detector: str
    alert_class: str
    severity: str
    state: str
    onset_step: int
    raised_step: int
    summary: str
    causes: List[str]
    remedies: List[str]


def alert_of(said: Dict[str, Any]) -> Alert:
    """The alert in a line of the agent."""
    return Alert(
        said.get("alertId", ""),
        said.get("detector", ""),
        said.get("alertClass", ""),
        str(said.get("severity", "")).upper(),
        str(said.get("state", "")).upper(),
        said.get("onsetStep", -1),
        said.get("raisedStep", -1),
        said.get("summary", ""),
        list(said.get("causes") or []),
        list(said.get("remedies") or []),
    )


def names(chosen: Union[str, Iterable[str], None]) -> FrozenSet[str]:
    """Detectors, classes and severities to act on, in lower case; a single one may be a string."""
    if chosen is None:
        return frozenset()
    return frozenset(str(one).lower() for one in ([chosen] if isinstance(chosen, str) else chosen))


class Control:
    """Judges alerts by what the run chose to act on. Called by the sending thread, asked by the training threads."""

    def __init__(
        self, stop_on: Union[str, Iterable[str], None], save_checkpoint_on: Union[str, Iterable[str], None]
    ) -> None:
        self._stop_on = names(stop_on)
        self._save_on = names(save_checkpoint_on)
        self._callbacks: List[Callable[[Alert], Any]] = []
        self._seen: collections.OrderedDict[Tuple[str, str, str], bool] = collections.OrderedDict()
        self._wishes: Deque[Alert] = collections.deque(maxlen=1)
        self.stop_reason: Optional[Alert] = None

    def wanted(self) -> bool:
        """True where anything here needs alerts."""
        return bool(self._stop_on or self._save_on or self._callbacks)

    def add(self, callback: Callable[[Alert], Any]) -> None:
        self._callbacks.append(callback)

    def take_checkpoint_wish(self) -> Optional[Alert]:
        """The alert for which a checkpoint is to be saved; None where there is none, or it was taken."""
        try:
            return self._wishes.popleft()
        except IndexError:
            return None

    def hear(self, said: Dict[str, Any]) -> None:
        """Takes a line of the agent; the same news a second time is nothing new."""
        alert = alert_of(said)
        key = (alert.alert_id, alert.state, alert.severity)
        if key in self._seen:
            return
        self._seen[key] = True
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        if alert.state == "FIRING":
            self._act(alert)
        for callback in list(self._callbacks):
            try:
                callback(alert)
            except Exception:
                LOGGER.warning("A callback for alerts failed; the run goes on", exc_info=True)

    def _act(self, alert: Alert) -> None:
        is_of = {alert.detector.lower(), alert.alert_class.lower(), alert.severity.lower()}
        if is_of & self._save_on:
            self._wishes.append(alert)
        if is_of & self._stop_on and self.stop_reason is None:
            self.stop_reason = alert
