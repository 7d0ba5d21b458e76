"""The line that says where a run is seen."""

from __future__ import annotations

import sys
from typing import Callable, List, Mapping, Optional

from ._wire import clean_line

SHOWN_CHARACTERS = 80


def is_quiet(given: Optional[bool], environment: Mapping[str, str]) -> bool:
    """True where nothing is to be printed: as the job says, else as GRADWATCH_QUIET does."""
    if given is not None:
        return bool(given)
    return environment.get("GRADWATCH_QUIET", "").strip().lower() not in ("", "0", "false", "no")


def of(name: str) -> Callable[[str], None]:
    """Prints the address of the run of that name to stderr, once."""
    shown = clean_line(name, SHOWN_CHARACTERS)
    said: List[str] = []

    def announce(url: str) -> None:
        if not said and sys.stderr is not None:
            said.append(url)
            try:
                print(f"gradwatch: run {shown} is at {url}", file=sys.stderr, flush=True)
            except Exception:  # the job may have closed stderr, or put something else in its place
                pass

    return announce
