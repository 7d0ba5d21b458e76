"""Numbered records that the agent has not acknowledged."""

from collections import deque

ORDINARY_BYTES = 32 << 20
ESSENTIAL_BYTES = 4 << 20
CHUNK_BYTES = 256 << 10
OVERHEAD_BYTES = 120


class Backlog:
    """
    Numbers records from 0, without gaps, and keeps them until they are acknowledged. Bounded: an ordinary record for
    which there is no room is refused; the start, evaluations and the end have a reserve of their own.
    """

    def __init__(self, ordinary_bytes=ORDINARY_BYTES):
        self._limit = ordinary_bytes
        self._sent = deque()
        self._unsent = deque()
        self._bytes = 0
        self.next = 0

    def add(self, encode, essential):
        """Takes the record that ``encode(seq)`` gives; False where there is no room."""
        if self._bytes >= self._limit + (ESSENTIAL_BYTES if essential else 0):
            return False
        line = encode(self.next)
        self._unsent.append((self.next, line))
        self._bytes += len(line) + OVERHEAD_BYTES
        self.next += 1
        return True

    def chunk(self):
        """The next lines to send, empty where there are none; they count as sent."""
        lines = []
        size = 0
        while self._unsent and size < CHUNK_BYTES:
            record = self._unsent.popleft()
            self._sent.append(record)
            lines.append(record[1])
            size += len(record[1])
        return b"".join(lines)

    def lines(self):
        """All that is not acknowledged, in its order."""
        return [line for _, line in [*self._sent, *self._unsent]]

    def acknowledge(self, following):
        """Forgets the records below ``following``."""
        for records in (self._sent, self._unsent):
            while records and records[0][0] < following:
                self._bytes -= len(records.popleft()[1]) + OVERHEAD_BYTES

    def rewind(self):
        """Everything that is not acknowledged is to be sent again."""
        self._unsent.extendleft(reversed(self._sent))
        self._sent.clear()

    def __len__(self):
        return len(self._sent) + len(self._unsent)

    @property
    def bytes(self):
        return self._bytes
