"""Records that the agent does not have when the process ends."""

from ._log import LOGGER
from ._wire import record_line


class Leaving:
    """Leaves records on disk for the next agent, and counts those that are lost."""

    def __init__(self, backlog, hello, doubts):
        self._backlog = backlog
        self._hello = hello
        self._doubts = doubts
        self._left = None
        #: Count of the records that are on their way to the disk, which may hang.
        self._count = 0
        #: Time and event of the end of the run; None before it.
        self.ended = None
        backlog.on_lost = self._lost_on_disk

    def is_idle(self):
        """True where nothing was left, or is being left."""
        return self._left is None and not self._count

    def told(self, waiting):
        """
        Count of the records that the agent does not have, the path where they were left, None where they were not, and
        the count of those that are lost.
        """
        return self._left or (self._count or waiting, None, 0)

    def leave(self, waiting, queued, refused):
        """Of those that wait, the queued ones are lost, and all of them where the agent has refused the run."""
        lost = self._count = waiting
        path = None
        if not refused:
            path, lost, fault = self._backlog.leave(self._hello(), self._last_line, self._short_end)
            lost += queued
            if fault is not None:
                LOGGER.warning("What did not reach the agent cannot be kept on disk: %s", fault)
        self._doubts.drop(why=None, count=lost)
        self._left = waiting, path, lost

    def _short_end(self, lost):
        if not self.ended:
            return None
        event = self.ended[1]
        return {"outcome": event["outcome"], "droppedRecords": event["droppedRecords"] + lost}

    def _last_line(self, seq, line, lost):
        """The end of the run once more, with what is lost since."""
        if not self.ended:
            return line
        at, event = self.ended
        return record_line(seq, at, "ended", {**event, "droppedRecords": event["droppedRecords"] + lost})

    def _lost_on_disk(self, count, cause):
        self._doubts.drop(f"{count} records that waited on disk cannot be read and are lost: {cause}", count=count)
