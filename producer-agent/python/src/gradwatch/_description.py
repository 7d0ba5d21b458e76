"""Description of a run, as the ``started`` event."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from . import _values
from ._config import Config, flat
from ._doubts import Doubts
from ._identity import Identity
from ._wire import MAX_NAME, text, wire

MOST_TAGS = 64
HEARTBEAT_MILLIS = 10_000
CURVE_SIGNALS = ("TRAINING_LOSS", "VALIDATION_LOSS", "VALIDATION_ACCURACY")
CURVE_AXES = ("STEP", "EPOCH", "TOKENS")


class Description:
    """Description of a run so far: by the job, and by the watch of its model, which counts less."""

    def __init__(
        self,
        identity: Identity,
        given: Mapping[str, Any],
        doubts: Doubts,
        changed: Callable[[], None],
        environment: Mapping[str, str],
    ) -> None:
        self._identity = identity
        self._given = {**_said_by(environment), **{key: value for key, value in given.items() if value is not None}}
        self._doubts = doubts
        self._seen: Dict[str, Any] = {}
        self._changed: Optional[Callable[[], None]] = None
        self.config = Config(changed=self._config_changed)
        self._configure(self._given.pop("config", None))
        self._see_tags(self._given.pop("tags", None))
        self._changed = changed

    def add(self, given: Mapping[str, Any]) -> None:
        """The job says more."""
        given = dict(given)
        self._configure(given.pop("config", None))
        if "tags" in given:
            self._see_tags(given.pop("tags"))
        self._given = {**self._given, **given}

    def _config_changed(self) -> None:
        if self._changed is not None:
            self._changed()

    def _configure(self, config: Any) -> None:
        try:
            self.config.merge(config)
        except Exception as e:
            self._doubts.value("config", f"a {type(config).__name__} that cannot be read ({e!r})")

    def _see_tags(self, tags: Any) -> None:
        try:
            self.tags = tags_of(tags)
        except Exception as e:
            self.tags = ()
            self._doubts.value("tags", f"a {type(tags).__name__}, but must be words ({e!r})")

    def words(self, key: str) -> str:
        """Text of a field; empty where there is none."""
        return text(self._given.get(key) or "")

    def see(self, **fields: Any) -> None:
        """Fields of the event as they were seen."""
        self._seen.update(fields)

    def event(self) -> Dict[str, Any]:
        """The ``started`` event."""
        event = started(self._identity, self._given, self._doubts)
        event["hyperparameters"] = self._hyperparameters()
        event.update(tags=list(self.tags), notes=self.words("notes"), group=self.words("group")[:MAX_NAME])
        hyperparameters = {**self._seen.get("hyperparameters", {}), **event["hyperparameters"]}
        framework = {key: self._seen[key] for key in ("framework", "frameworkVersion") if key in self._seen}
        return {**self._seen, **event, **framework, "hyperparameters": hyperparameters}


    def _hyperparameters(self) -> Dict[str, str]:
        try:
            return flat(self.config)
        except Exception as e:
            self._doubts.value("config", f"hyper-parameters that cannot be read ({e!r})")
            return {}


def tags_of(tags: Any) -> Tuple[str, ...]:
    """Words, each once; a single one may be a string."""
    words = [tags] if isinstance(tags, str) else list(tags or ())
    return tuple(dict.fromkeys(word for tag in words if (word := text(tag, MAX_NAME).strip())))[:MOST_TAGS]


def _said_by(environment: Mapping[str, str]) -> Dict[str, Any]:
    """Values from the environment of the job; those that the job gives itself count more."""
    said: Dict[str, Any] = {}
    if environment.get("GRADWATCH_TAGS"):
        said["tags"] = environment["GRADWATCH_TAGS"].split(",")
    for key in ("notes", "group"):
        if environment.get(f"GRADWATCH_{key.upper()}"):
            said[key] = environment[f"GRADWATCH_{key.upper()}"]
    return said


def started(identity: Identity, given: Mapping[str, Any], doubts: Doubts) -> Dict[str, Any]:
    """The event, of what ``init`` was given; what cannot be is left out and counted."""
    event: Dict[str, Any] = {
        "name": text(given.get("name") or identity.run_id, MAX_NAME),
        "project": text(given.get("project") or "", MAX_NAME),
        "owner": text(given.get("owner") or os.environ.get("GRADWATCH_OWNER") or "", MAX_NAME),
        "host": socket.gethostname(),
        "worldSize": identity.world_size,
        "heartbeatIntervalMillis": HEARTBEAT_MILLIS,
        "singleBatch": bool(given.get("single_batch")),
        **framework(),
    }
    for key, name in (("objective", "objective"), ("reference", "reference")):
        if given.get(name) is not None:
            event[key] = text(given[name], MAX_NAME)
    classes = given.get("classes")
    if classes is not None:
        event["classes"] = _values.whole(classes, 1, 2**31 - 1)
        if event["classes"] is None:
            doubts.value("classes", f"'{text(classes, 50)}', but must be a whole number of 1 or more")
    for key, name, low, high in (("goalError", "goal_error", 0, 1), ("baselineLoss", "baseline_loss", -1e300, 1e300)):
        _bounded(event, key, name, given.get(name), low, high, doubts)
    event["references"] = [curve for one in given.get("references") or [] if (curve := _curve(one, doubts))][:32]
    return event


def _bounded(
    event: Dict[str, Any], key: str, name: str, value: Any, low: float, high: float, doubts: Doubts
) -> None:
    if value is None:
        return
    try:
        number = _values.resolve(value)
    except _values.NotANumber:
        number = float("nan")
    if low <= number <= high:
        event[key] = number
    else:
        doubts.value(name, f"'{text(value, 50)}', but must be a number from {low:g} to {high:g}")


def _curve(one: Any, doubts: Doubts) -> Optional[Dict[str, Any]]:
    """A reference curve given as a mapping: name, signal, axis, at, values."""
    try:
        curve = {
            "name": text(one["name"], MAX_NAME),
            "signal": one.get("signal", "VALIDATION_LOSS"),
            "axis": one.get("axis", "STEP"),
            "at": [wire(float(place)) for place in one.get("at", [])],
            "values": [wire(float(value)) for value in one["values"]],
        }
        if curve["signal"] in CURVE_SIGNALS and curve["axis"] in CURVE_AXES:
            return curve
        doubts.value("references", f"of signal '{curve['signal']}' over '{curve['axis']}', but must be one of "
                     f"{', '.join(CURVE_SIGNALS)} over {', '.join(CURVE_AXES)}")
    except Exception as e:
        doubts.value("references", f"not a mapping of name, signal, axis, at and values ({e!r})")
    return None


def framework() -> Dict[str, Any]:
    """The framework that the job has imported, and its devices."""
    for name in ("torch", "tensorflow", "jax"):
        module = sys.modules.get(name)
        if module is not None and getattr(module, "__version__", None):
            return {"framework": name, "frameworkVersion": text(module.__version__, 100), "devices": _devices(name, module)}
    return {}


def _devices(name: str, module: Any) -> List[str]:
    """Names of the devices of this process; touches no device that the job has not touched itself."""
    try:
        if name == "torch" and module.cuda.is_initialized():
            return [module.cuda.get_device_name(module.cuda.current_device())]
    except Exception:
        pass
    return []
