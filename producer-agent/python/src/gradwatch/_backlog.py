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
        #: Called with the count of records that cannot be read from the disk, and why.
        self.on_lost = None

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
        """True where a record would be refused."""
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

    @property
    def has_file(self):
        """True where records can go to the disk at all."""
        return self._file is not None

    def leave(self, hello, last, ended):
        """
        Puts all of it into the file, and gives that to the next agent. Where it has no room for all, what is ordinary
        stays out; where it has none at all, the end goes into the room of the hello. Returns the path, None where there
        is none, the count of records that are lost, and the fault of the disk, None where there is none.

        :param last: the last record anew, from its number, its line and the count of those that are lost
        :param ended: the end of the run in short, from the count of those that are lost; None where it has none
        """
        records = [*self._sent, *self._unsent]
        self._forget_memory()
        if self._file is None:
            return None, len(records), None
        lost, fault = self._put_last(hello, records, last)
        try:
            if records and lost == len(records) and len(self._file) and ended(lost - 1) is not None:
                lost -= self._file.introduce({**hello, "ended": ended(lost - 1)})
            if len(self._file):
                return self._file.leave(), lost, fault
            self._file.abandon()
            return None, lost, fault
        except OSError as e:
            return None, lost, e

    def _put_last(self, hello, records, last):
        """Count of the records for which the file has no room, and the fault of the disk."""
        fitted, fault = self._fits(hello, records, [line for _, line, _ in records], 0)
        if fitted:
            return 0, None
        kept = [line for _, line, essential in records[:-1] if essential]
        lost = len(records) - 1 - len(kept)
        kept.append(last(*records[-1][:2], lost))
        fitted, _ = self._fits(hello, records, kept, ESSENTIAL_BYTES)
        return (lost if fitted else len(records)), fault

    def _fits(self, hello, records, lines, reserve):
        try:
            return not records or self._file.append(hello, records[0][0], lines, reserve), None
        except OSError as e:
            return False, e

    def _forget_memory(self):
        self._sent.clear()
        self._unsent.clear()
        self._bytes = 0

    def _file_waits(self):
        """True while the file has records that were not sent on this connection."""
        return self._file is not None and len(self._file) > 0 and self._of_file < self._file.following

    def chunk(self):
        """The next lines to send, empty where there are none; they count as sent."""
        if self._file_waits():
            lines = self._read()
            self._of_file += len(lines)
            if lines:
                return b"".join(lines)
        lines = []
        size = 0
        while self._unsent and size < CHUNK_BYTES:
            record = self._unsent.popleft()
            self._sent.append(record)
            lines.append(record[1])
            size += len(record[1])
        return b"".join(lines)

    def _read(self):
        """Some lines of the file. One that cannot be read is given up, so that what is in memory can follow."""
        try:
            return self._file.read(self._of_file)
        except OSError as e:
            lost = self._file.following - self._of_file
            self._file.abandon()
            self._of_file = self._file.following
            if self.on_lost is not None:
                self.on_lost(lost, e)
            return []

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
            self._file.abandon()

    def forget(self):
        """In a forked child: everything is the parent's."""
        self._forget_memory()
        if self._file is not None:
            self._file.forget()

    def __len__(self):
        return len(self._sent) + len(self._unsent) + (len(self._file) if self._file is not None else 0)

    @property
    def bytes(self):
        """Size of all that waits, in memory and on disk."""
        return self._bytes + (self._file.bytes if self._file is not None else 0)
