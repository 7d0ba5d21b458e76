"""What a run says of itself, as the ``started`` event."""

import os
import socket
import sys

from . import _values
from ._wire import MAX_NAME, text, wire

MOST_HYPERPARAMETERS = 1_000
HEARTBEAT_MILLIS = 10_000
CURVE_SIGNALS = ("TRAINING_LOSS", "VALIDATION_LOSS", "VALIDATION_ACCURACY")
CURVE_AXES = ("STEP", "EPOCH", "TOKENS")


def flat(config):
    """A configuration (a mapping, a namespace, a dataclass, nested) as dotted names and text."""
    found = {}
    _flatten("", config, found, 0)
    return found


def _flatten(prefix, value, found, depth):
    if value is None and not prefix:
        return
    inner = value if isinstance(value, dict) else None
    if inner is None and hasattr(value, "items") and callable(value.items):
        inner = dict(value.items())
    if inner is None and hasattr(value, "__dict__") and not isinstance(value, type) and (depth == 0 or _plain(value)):
        inner = vars(value)
    if inner is None or depth > 8:
        if prefix and len(found) < MOST_HYPERPARAMETERS:
            found[prefix[:MAX_NAME]] = text(value)
        return
    for key, one in list(inner.items()):
        key = text(key, MAX_NAME)
        if not key.startswith("_"):
            _flatten(f"{prefix}.{key}" if prefix else key, one, found, depth + 1)


def _plain(value):
    return hasattr(value, "__dataclass_fields__") or type(value).__name__ in ("Namespace", "SimpleNamespace")


class Description:
    """What is said of a run so far: by the job, and by what watches its model, which counts less."""

    def __init__(self, identity, given, doubts):
        self._identity = identity
        self._given = given
        self._doubts = doubts
        self._seen = {}

    def add(self, given):
        """The job says more."""
        config = {**flat(self._given.get("config")), **flat(given.get("config"))}
        self._given = {**self._given, **given, "config": config}

    def see(self, **fields):
        """Fields of the event as they were seen."""
        self._seen.update(fields)

    def event(self):
        """The ``started`` event."""
        event = started(self._identity, self._given, self._doubts)
        hyperparameters = {**self._seen.get("hyperparameters", {}), **event["hyperparameters"]}
        framework = {key: self._seen[key] for key in ("framework", "frameworkVersion") if key in self._seen}
        return {**self._seen, **event, **framework, "hyperparameters": hyperparameters}


def started(identity, given, doubts):
    """The event, of what ``init`` was given; what cannot be is left out and counted."""
    event = {
        "name": text(given.get("name") or identity.run_id, MAX_NAME),
        "project": text(given.get("project") or "", MAX_NAME),
        "owner": text(given.get("owner") or os.environ.get("GRADWATCH_OWNER") or "", MAX_NAME),
        "host": socket.gethostname(),
        "worldSize": identity.world_size,
        "hyperparameters": _hyperparameters(given, doubts),
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


def _hyperparameters(given, doubts):
    try:
        found = flat(given.get("config"))
    except Exception as e:
        doubts.value("config", f"a {type(given.get('config')).__name__} that cannot be read ({e!r})")
        found = {}
    tags = given.get("tags")
    if tags:
        found.setdefault("tags", ", ".join(text(tag, 100) for tag in tags) if not isinstance(tags, str) else tags)
    return found


def _bounded(event, key, name, value, low, high, doubts):
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


def _curve(one, doubts):
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


def framework():
    """The framework that the job has imported, and its devices."""
    for name in ("torch", "tensorflow", "jax"):
        module = sys.modules.get(name)
        if module is not None and getattr(module, "__version__", None):
            return {"framework": name, "frameworkVersion": text(module.__version__, 100), "devices": _devices(name, module)}
    return {}


def _devices(name, module):
    """Names of the devices of this process; touches no device that the job has not touched itself."""
    try:
        if name == "torch" and module.cuda.is_initialized():
            return [module.cuda.get_device_name(module.cuda.current_device())]
    except Exception:
        pass
    return []
