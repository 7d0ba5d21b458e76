"""Values and records that could not be used or sent: counted, and said once."""

from __future__ import annotations

import threading
from typing import Any, Optional

from ._log import Warnings

TOO_FAST = "Records are dropped, because the agent does not take them as fast as they come"


class Doubts:
    """Counts of what was left out. Thread-safe."""

    def __init__(self) -> None:
        self.warn = Warnings()
        self._lock = threading.Lock()
        self._dropped = 0
        self._values = 0

    def after_fork(self) -> None:
        """The parent's threads may have held the lock."""
        self._lock = threading.Lock()

    def value(self, name: Any, reason: Any) -> None:
        """A value cannot be used; the others of its record are sent."""
        with self._lock:
            self._values += 1
        self.warn(f"'{name}' is {reason}; it is left out", key=("value", name))

    def drop(self, why: Optional[str] = TOO_FAST, count: int = 1) -> None:
        """Records are lost, usually because the queue or the memory for what the agent has not yet is full."""
        with self._lock:
            self._dropped += count
        if why:
            self.warn(why)

    @property
    def dropped(self) -> int:
        """Records that were lost."""
        return self._dropped

    @property
    def values(self) -> int:
        """Values that were left out."""
        return self._values
