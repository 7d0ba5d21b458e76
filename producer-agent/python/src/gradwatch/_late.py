"""Records of a run that ended while no agent was there."""

from __future__ import annotations

import os
import stat
from typing import Iterable, Optional

#: Beside the agent's socket; the agent looks there.
FOLDER = "late"
#: What all files there may take, bytes. Own choice: as much as two runs keep in memory.
MOST_BYTES = 64 << 20


def _check_owner(folder: str) -> None:
    """The agent's rule: a folder of this user that nobody else may enter."""
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} must be a folder of this user that nobody else may enter (chmod 700)")


def keep(socket: str, session: int, lines: Iterable[bytes]) -> Optional[str]:
    """
    Leaves the lines of a session beside the agent's socket, from where the next agent takes them. Returns the path of
    the file; None where there is no room. Raises OSError where the folder cannot be written.

    :param lines: the hello, and the records in their order
    """
    folder = os.path.join(os.path.dirname(socket), FOLDER)
    os.makedirs(os.path.dirname(socket), mode=0o700, exist_ok=True)
    _check_owner(os.path.dirname(socket))
    os.makedirs(folder, mode=0o700, exist_ok=True)
    data = b"".join(lines)
    if len(data) + sum(entry.stat().st_size for entry in os.scandir(folder)) > MOST_BYTES:
        return None
    path = os.path.join(folder, f"{session}.jsonl")
    part = f"{path}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    return path
