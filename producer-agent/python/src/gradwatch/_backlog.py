"""Numbered records that the agent has not acknowledged."""

from collections import deque

ORDINARY_BYTES = 32 << 20
ESSENTIAL_BYTES = 4 << 20
CHUNK_BYTES = 256 << 10
OVERHEAD_BYTES = 120


class Backlog:
    """
    Numbers records from 0, without gaps, and keeps them until they are acknowledged: the older ones in a file, where
    they were put there, the others in memory. Bounded: an ordinary record for which there is no room is refused; the
    start, evaluations and the end have a reserve of their own.
    """

    def __init__(self, ordinary_bytes=ORDINARY_BYTES, file=None):
        self._limit = ordinary_bytes
        self._file = file
        self._sent = deque()
        self._unsent = deque()
        self._bytes = 0
        #: Number of the next record of the file that is to be sent.
        self._of_file = 0
        self.next = 0

    def add(self, encode, essential):
        """Takes the record that ``encode(seq)`` gives; False where there is no room."""
        if self.is_full(essential):
            return False
        line = encode(self.next)
        self._unsent.append((self.next, line, essential))
        self._bytes += len(line) + OVERHEAD_BYTES
        self.next += 1
        return True

    def is_full(self, essential=False):
        """Whether a record would be refused."""
        return self._bytes >= self._limit + (ESSENTIAL_BYTES if essential else 0)

    def spill(self, hello):
        """Moves what is in memory to the file; False where the file has no room. Raises OSError where it has a fault."""
        if self._file is None:
            return False
        records = [*self._sent, *self._unsent]
        if not records:
            return True
        waited = self._file_waits()
        if not self._file.append(hello, records[0][0], [line for _, line, _ in records]):
            return False
        if not waited:
            self._of_file = self._unsent[0][0] if self._unsent else self.next
        self._forget_memory()
        return True

    def leave(self, hello, last):
        """
        Puts all of it into the file, and gives that to the next agent. Where it has no room for all, what is ordinary
        stays out. Returns the path, None where there is none, and the count of records that are lost.

        :param last: the last record anew, from its number, its line and the count of those that are lost
        """
        records = [*self._sent, *self._unsent]
        if self._file is None:
            return None, len(records)
        lost = self._put_last(hello, records, last)
        self._forget_memory()
        return (self._file.leave() if len(self._file) else None), lost

    def _put_last(self, hello, records, last):
        """Count of the records for which the file has no room."""
        if not records or self._file.append(hello, records[0][0], [line for _, line, _ in records]):
            return 0
        kept = [line for _, line, essential in records[:-1] if essential]
        lost = len(records) - 1 - len(kept)
        kept.append(last(*records[-1][:2], lost))
        return lost if self._file.append(hello, records[0][0], kept, ESSENTIAL_BYTES) else len(records)

    def _forget_memory(self):
        self._sent.clear()
        self._unsent.clear()
        self._bytes = 0

    def _file_waits(self):
        """Whether the file has records that were not sent on this connection."""
        return self._file is not None and len(self._file) > 0 and self._of_file < self._file.following

    def chunk(self):
        """The next lines to send, empty where there are none; they count as sent."""
        if self._file_waits():
            lines = self._file.read(self._of_file)
            self._of_file += len(lines)
            return b"".join(lines)
        lines = []
        size = 0
        while self._unsent and size < CHUNK_BYTES:
            record = self._unsent.popleft()
            self._sent.append(record)
            lines.append(record[1])
            size += len(record[1])
        return b"".join(lines)

    def acknowledge(self, following):
        """Forgets the records below ``following``."""
        for records in (self._sent, self._unsent):
            while records and records[0][0] < following:
                self._bytes -= len(records.popleft()[1]) + OVERHEAD_BYTES
        if self._file is not None:
            self._file.acknowledge(following)
            self._of_file = max(self._of_file, self._file.first)

    def rewind(self):
        """Everything that is not acknowledged is to be sent again."""
        self._unsent.extendleft(reversed(self._sent))
        self._sent.clear()
        if self._file is not None:
            self._of_file = self._file.first

    def introduce(self, hello):
        """Whose records these are, once more is known of it."""
        if self._file is not None:
            self._file.introduce(hello)

    def drop_file(self):
        """The agent takes nothing of this run."""
        if self._file is not None:
            self._file.acknowledge(self._file.following)

    def forget(self):
        """In a forked child: everything is the parent's."""
        self._forget_memory()
        if self._file is not None:
            self._file.forget()

    def __len__(self):
        return len(self._sent) + len(self._unsent) + (len(self._file) if self._file is not None else 0)

    @property
    def bytes(self):
        """What waits, in memory and on disk."""
        return self._bytes + (self._file.bytes if self._file is not None else 0)
