"""Mappings whose entries are attributes too."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from ._wire import MAX_NAME, text


class Attributes(Dict[str, Any]):
    """
    A dict whose entries are read and set as attributes too, where no method has the name. Names that begin with an
    underscore are no entries.
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' has no entry '{name}'") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' has no entry '{name}'") from None

    def setdefault(self, key: str, default: Any = None) -> Any:
        """The entry, set to ``default`` where there is none."""
        if key not in self:
            self[key] = default
        return self[key]

    def __reduce__(self) -> Tuple[Any, ...]:
        """A copy, also one in another process, is a plain dict that belongs to no run."""
        return dict, (dict(self),)

    def __repr__(self) -> str:
        return dict.__repr__(self)


def key_of(name: Any) -> str:
    """A name as it is sent."""
    return name if type(name) is str and len(name) <= MAX_NAME else text(name, MAX_NAME)
