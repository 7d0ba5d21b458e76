"""The moments at which records go from memory to the disk."""

import time

#: Time without an agent after which records go to the disk, and that between two writes.
AWAY_SECONDS = 0.5
AGAIN_SECONDS = 0.2
#: Until a folder without room is looked at again, and one with a fault.
FULL_SECONDS = 1.0
FAULT_SECONDS = 10.0


class Spill:
    """Puts on disk what a process that is killed would lose, and what the memory has no room for."""

    def __init__(self, backlog, hello, doubts):
        """:param hello: says whose records these are"""
        self._backlog = backlog
        self._hello = hello
        self._doubts = doubts
        self._seen_at = time.monotonic()
        self._written_at = 0.0
        self._blocked_until = 0.0

    def tick(self, ready):
        """To be called often; ``ready`` while an agent takes records."""
        now = time.monotonic()
        if ready:
            self._seen_at = now
        elif now - self._seen_at >= AWAY_SECONDS and now - self._written_at >= AGAIN_SECONDS:
            self._write(now)

    def make_room(self):
        """The memory is full."""
        self._write(time.monotonic())

    def _write(self, now):
        if now < self._blocked_until:
            return
        self._written_at = now
        try:
            if not self._backlog.spill(self._hello()):
                self._blocked_until = now + FULL_SECONDS
                if self._backlog.has_file:
                    self._doubts.warn(
                        "The folder of records that wait for an agent is full (GRADWATCH_SPOOL_LIMIT); further ones wait in"
                        " memory and are lost with this process",
                        key="full",
                    )
        except OSError as e:
            self._blocked_until = now + FAULT_SECONDS
            self._doubts.warn(f"What the agent does not have cannot be kept on disk, and waits in memory: {e}", key="disk")
