"""Folder of the records on disk that no agent has taken: where it is, who may enter it, and what it may take."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from decimal import Decimal
from typing import Any, Mapping, Optional, Set

from ._address import Address

try:
    import fcntl
except ImportError:  # not a Unix: nothing is kept on disk
    fcntl = None  # type: ignore[assignment]

#: Older files of a folder go when a new one is made. Own choice; the agent sends none of them.
OLDEST_SECONDS = 14 * 24 * 3600
ENDINGS = (".jsonl", ".live", ".part", ".damaged", ".refused", ".old")
UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
LARGEST_BYTES = 1 << 53
#: Most bytes of all files of a folder. Own choice: as much as a spool of the agent.
LIMIT_BYTES = 1 << 30
#: Beside a socket that was chosen; below .gradwatch of the user's home for the default one.
FOLDER = "late"
#: Paths of the files that this process has open: to open and close one again would give up its lock.
open_paths: Set[str] = set()


def folder_of(address: Address, environment: Mapping[str, str]) -> Optional[str]:
    """Folder in which the next agent at that address looks; None where this user has no home."""
    if address.family != "tcp" and address.where != Address.default(environment).where:
        return os.path.join(os.path.dirname(os.path.abspath(address.where)), FOLDER)
    home = environment.get("HOME", "").strip() or os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    folder = os.path.join(home, ".gradwatch", FOLDER, host_folder())
    if address.family == "tcp":
        host, port = address.where
        return os.path.join(folder, f"tcp-{host}-{port}")
    return folder


def host_folder() -> str:
    """Of this host: a home may be shared by hosts, each with an agent of its own."""
    try:
        with open("/proc/sys/kernel/hostname") as file:
            name = file.read().strip()
    except OSError:
        return "host"
    return name if re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9]", name, re.ASCII) else "host"


def limit_of(environment: Mapping[str, str], warn: Any) -> int:
    """Bytes that GRADWATCH_SPOOL_LIMIT allows, such as 64MiB."""
    text = environment.get("GRADWATCH_SPOOL_LIMIT", "").strip()
    if not text:
        return LIMIT_BYTES
    quantity = re.fullmatch(r"(\d{1,12}(?:\.\d{1,6})?) ?(B|KiB|MiB|GiB)", text, re.ASCII)
    size = int(Decimal(quantity[1]) * UNITS[quantity[2]]) if quantity else LARGEST_BYTES + 1
    if size > LARGEST_BYTES:
        warn(f"GRADWATCH_SPOOL_LIMIT is '{text}', but must be a size such as 256MiB; 1GiB is used")
        return LIMIT_BYTES
    return size


def bytes_of(folder: str) -> int:
    """All files of a folder; others delete and rename some meanwhile."""
    size = 0
    with os.scandir(folder) as entries:
        for one in entries:
            try:
                size += one.stat(follow_symlinks=False).st_size if one.is_file(follow_symlinks=False) else 0
            except FileNotFoundError:
                pass
    return size


def clear_old(folder: str) -> None:
    """Deletes what nobody has taken for two weeks, whole or not, unless its process lives."""
    oldest = time.time() - OLDEST_SECONDS
    with os.scandir(folder) as entries:
        for one in entries:
            try:
                known = one.name.endswith(ENDINGS) and one.is_file(follow_symlinks=False)
                if known and one.stat(follow_symlinks=False).st_mtime < oldest and _is_free(one.path):
                    os.unlink(one.path)
            except OSError:  # somebody else was faster, or has it
                pass


def _is_free(path: str) -> bool:
    if path in open_paths:
        return False
    file = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    finally:
        os.close(file)


def make_folder(folder: str) -> None:
    """
    A folder that nobody but this user may enter, or whose parent is so. Raises PermissionError where it is otherwise:
    the agent would not look there.
    """
    parent = os.path.dirname(folder)
    _make_missing(parent)
    if os.path.basename(parent) != ".gradwatch":
        _check_owner(parent)
    _make_missing(folder)
    _check_owner(folder)


def _make_missing(folder: str) -> None:
    """Folders above too, each for this user alone."""
    if not os.path.isdir(folder):
        _make_missing(os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):  # another rank was faster
            os.mkdir(folder, 0o700)


def _check_owner(folder: str) -> None:
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} must be a folder of this user that nobody else may enter (chmod 700)")
