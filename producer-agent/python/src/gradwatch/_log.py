"""Messages of the package, on the logger ``gradwatch``; each kind of thing once."""

from __future__ import annotations

import logging
from typing import Any, Optional, Set

LOGGER = logging.getLogger("gradwatch")


class Warnings:
    """Says a thing once, however often it happens. Never raises."""

    def __init__(self) -> None:
        self._said: Set[Any] = set()

    def __call__(self, message: str, key: Optional[Any] = None) -> None:
        """Logs ``message`` unless one with the same ``key`` (the message itself where none is given) was logged."""
        key = message if key is None else key
        if key in self._said or len(self._said) > 1000:
            return
        self._said.add(key)
        LOGGER.warning(message)
