"""Records on disk that no agent has taken: docs/AGENT_PROTOCOL.md has the format."""

from __future__ import annotations

import bisect
import contextlib
import os
import zlib
from typing import Any, Dict, List, Optional, Tuple

from ._latefolder import LIMIT_BYTES, bytes_of, clear_old, make_folder, open_paths
from ._wire import line as line_of

try:
    import fcntl
except ImportError:  # not a Unix: nothing is kept on disk
    fcntl = None  # type: ignore[assignment]

VERSION = 1
BLOCK_BYTES = 256 << 10
#: Of the hello, for the digits of the attempt and an end that finds no room elsewhere.
SPARE_BYTES = 112
SCAN_BYTES = 4 << 20


def host() -> Dict[str, str]:
    """Name and boot of the host, which tell whether a process of this file could still run beside an agent."""
    found = {"host": os.uname().nodename}
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            found["boot"] = file.read().strip()
    except OSError:
        pass
    return found


def framed(line: bytes) -> bytes:
    """A line with its CRC-32 before it."""
    return b"%08x %b" % (zlib.crc32(line[:-1]), line)


class LateFile:
    """
    The file of one session: its hello, then its records, gapless. Locked while this process lives, so that the agent
    leaves it alone. Not thread-safe. Every method raises OSError where the disk does not do what it should; what was
    written before is whole.
    """

    def __init__(self, folder: str, session: int, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._session = session
        self._limit = limit_bytes
        self._file: Optional[int] = None
        self._size = 0
        self._hello_bytes = 0
        self._others = 0
        self._scanned_at = 0
        self._blocks: List[Tuple[int, int]] = []
        #: Number of the first record that is still wanted, and of the first that is not in the file.
        self.first = 0
        self.following = 0

    @property
    def path(self) -> str:
        return os.path.join(self._folder, f"{self._session}.live")

    @property
    def bytes(self) -> int:
        return self._size

    def __len__(self) -> int:
        return self.following - self.first

    def append(self, hello: Dict[str, Any], first: int, lines: List[bytes], reserve: int = 0) -> bool:
        """Writes records behind those that are there; False where there is no room for them."""
        if fcntl is None or not lines:
            return not lines
        frames = [framed(one) for one in lines]
        data = b"".join(frames)
        if self._taken() + self._size + len(data) > self._limit + reserve:
            return False
        if self._file is None:
            self._open(hello)
            self.first = self.following = first
        offset = self._size
        self._write(data)
        for number, frame in enumerate(frames, first):
            if not self._blocks or offset - self._blocks[-1][1] >= BLOCK_BYTES:
                self._blocks.append((number, offset))
            offset += len(frame)
        self.following = first + len(lines)
        return True

    def _taken(self) -> int:
        """Bytes of the other files there, looked at now and then."""
        if self._file is None or self._size - self._scanned_at > SCAN_BYTES:
            self._scanned_at = self._size
            self._others = 0
            if os.path.isdir(self._folder):
                self._others = bytes_of(self._folder) - self._size
        return self._others

    def _open(self, hello: Dict[str, Any]) -> None:
        make_folder(self._folder)
        clear_old(self._folder)
        part = f"{self.path}.part"
        self._file = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._size = self._scanned_at = 0
            self._hello_bytes = 0
            self._write(self._hello(hello))
            self._hello_bytes = self._size
            os.rename(part, self.path)
            open_paths.add(self.path)
        except OSError:
            os.close(self._file)
            self._file = None
            os.unlink(part)
            raise

    def _hello(self, hello: Dict[str, Any]) -> bytes:
        """Padded, so that one that says more has the same length."""
        text = line_of({**hello, "late": VERSION, **host()})[:-1]
        return framed(text.ljust(self._hello_bytes - 10 if self._hello_bytes else len(text) + SPARE_BYTES) + b"\n")

    def introduce(self, hello: Dict[str, Any]) -> bool:
        """Says anew whose records these are, in the room of the hello; False where that is too small."""
        if self._file is None:
            return False
        said = self._hello(hello)
        return len(said) == self._hello_bytes and os.pwrite(self._file, said, 0) == len(said)

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        done = 0
        try:
            while done < len(data):
                done += os.pwrite(self._file, data[done:], self._size + done)
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += done

    def read(self, number: int) -> List[bytes]:
        """Some records from that number on, as lines."""
        if self._file is None or number >= self.following:
            return []
        at = bisect.bisect_right(self._blocks, (number, self._size)) - 1
        first, offset = self._blocks[at]
        end = self._blocks[at + 1][1] if at + 1 < len(self._blocks) else self._size
        data = os.pread(self._file, end - offset, offset)
        if len(data) != end - offset:
            raise OSError(f"{self.path} is shorter than what was written")
        lines = data.splitlines(keepends=True)
        return [one[9:] for one in lines[number - first :]]

    def acknowledge(self, number: int) -> None:
        """Records below the number are not wanted any more; the file goes with the last one."""
        self.first = min(max(self.first, number), self.following)
        while len(self._blocks) > 1 and self._blocks[1][0] <= self.first:
            self._blocks.pop(0)
        if self._file is not None and self.first >= self.following:
            self._remove()

    def leave(self) -> str:
        """Gives the file to the next agent; its path. Not forced to the device, which may take as long as it wants."""
        assert self._file is not None
        path = os.path.join(self._folder, f"{self._session}.jsonl")
        os.rename(self.path, path)
        self._close()
        return path

    def abandon(self) -> None:
        """Deletes the file, whatever is in it."""
        if self._file is not None:
            self._remove()

    def _remove(self) -> None:
        assert self._file is not None
        # An agent that has just opened it finds nothing once the lock is free.
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
        with contextlib.suppress(OSError):  # somebody may have cleared the folder
            os.unlink(self.path)
        self._close()

    def forget(self) -> None:
        """In a forked child: the file is the parent's."""
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
            open_paths.discard(self.path)
        self._size = self._scanned_at = 0
        self._blocks = []
        self.first = self.following
