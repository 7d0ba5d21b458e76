"""The hyper-parameters of a run."""

from __future__ import annotations

from typing import Any, Callable, Dict

from ._attributes import Attributes, key_of
from ._wire import MAX_NAME, text

MOST_HYPERPARAMETERS = 1_000
DEEPEST = 8


def _nothing() -> None:
    pass


class Config(Attributes):
    """
    Hyper-parameters: ``run.config["lr"]``, ``run.config.lr``, nested ones ``run.config.model.depth``. What is set,
    updated or deleted is sent a moment later. Values stay what they are; they are sent as text.
    """

    def __init__(self, values: Any = None, changed: Callable[[], None] = _nothing) -> None:
        super().__init__()
        self._changed = changed
        self._put_all(values)

    def __setitem__(self, key: str, value: Any) -> None:
        self._put(key, value)
        self._changed()

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._changed()

    def update(self, values: Any = None, /, **more: Any) -> None:
        """Sets many: of a mapping, a namespace such as argparse makes, or a dataclass."""
        self._put_all(values)
        self._put_all(more)
        self._changed()

    def __ior__(self, values: Any) -> Config:  # type: ignore[override,misc]
        self.update(values)
        return self

    def merge(self, values: Any) -> None:
        """As ``update``, but of nested hyper-parameters those that are not named stay."""
        self._merge(entries(values))
        self._changed()

    def pop(self, key: str, *default: Any) -> Any:
        """Removes an entry and returns it."""
        value = super().pop(key, *default)
        self._changed()
        return value

    def popitem(self) -> tuple[str, Any]:
        """Removes the last entry and returns it."""
        item = super().popitem()
        self._changed()
        return item

    def clear(self) -> None:
        """Removes all."""
        super().clear()
        self._changed()

    def as_dict(self) -> Dict[str, Any]:
        """A copy, nested hyper-parameters as plain dicts too."""
        return {key: value.as_dict() if isinstance(value, Config) else value for key, value in self.items()}

    def _put(self, key: Any, value: Any) -> None:
        if type(value) is dict:
            value = Config(value, self._changed)
        dict.__setitem__(self, key_of(key), value)

    def _put_all(self, values: Any) -> None:
        for key, value in entries(values).items():
            self._put(key, value)

    def _merge(self, values: Dict[Any, Any]) -> None:
        for key, value in values.items():
            inner = self.get(key_of(key))
            if isinstance(inner, Config) and isinstance(value, dict):
                inner._merge(value)
            else:
                self._put(key, value)


def entries(config: Any) -> Dict[Any, Any]:
    """The entries of a mapping, a namespace or a dataclass; raises TypeError where it is none."""
    if config is None:
        return {}
    if isinstance(config, dict):
        return config
    if callable(getattr(config, "items", None)):
        return dict(config.items())
    if hasattr(config, "__dict__") and not isinstance(config, type):
        return dict(vars(config))
    raise TypeError(f"a {type(config).__name__} is no mapping, namespace or dataclass")


def flat(config: Any) -> Dict[str, str]:
    """A configuration (a mapping, a namespace, a dataclass, nested) as dotted names and text."""
    found: Dict[str, str] = {}
    _flatten("", config, found, 0)
    return found


def _flatten(prefix: str, value: Any, found: Dict[str, str], depth: int) -> None:
    if value is None and not prefix:
        return
    inner = value if isinstance(value, dict) else None
    if inner is None and hasattr(value, "items") and callable(value.items):
        inner = dict(value.items())
    if inner is None and hasattr(value, "__dict__") and not isinstance(value, type) and (depth == 0 or _plain(value)):
        inner = vars(value)
    if inner is None or depth > DEEPEST:
        if prefix and len(found) < MOST_HYPERPARAMETERS:
            found[prefix[:MAX_NAME]] = text(value)
        return
    for key, one in list(inner.items()):
        key = text(key, MAX_NAME)
        if not key.startswith("_"):
            _flatten(f"{prefix}.{key}" if prefix else key, one, found, depth + 1)


def _plain(value: Any) -> bool:
    return hasattr(value, "__dataclass_fields__") or type(value).__name__ in ("Namespace", "SimpleNamespace")
