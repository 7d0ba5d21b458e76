"""What the package has to say, on the logger ``gradwatch``; each kind of thing once."""

import logging

LOGGER = logging.getLogger("gradwatch")


class Warnings:
    """Says a thing once, however often it happens. Never raises."""

    def __init__(self):
        self._said = set()

    def __call__(self, message, key=None):
        """Logs ``message`` unless one with the same ``key`` (the message itself where none is given) was logged."""
        key = message if key is None else key
        if key in self._said or len(self._said) > 1000:
            return
        self._said.add(key)
        LOGGER.warning(message)
