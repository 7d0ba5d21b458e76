"""Numbers and lines as the agent reads them, see docs/AGENT_PROTOCOL.md."""

from __future__ import annotations

import json
import math
import time
from typing import Any, Dict

MAX_LINE_BYTES = 4 * 1024 * 1024
MAX_TEXT = 4096
MAX_NAME = 256
ROWS_BETWEEN_YIELDS = 50

_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def wire(value: Any) -> Any:
    """A number for JSON: what is not finite is a string."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else ("Infinity" if value > 0 else "-Infinity")
    return value


def line(record: Any) -> bytes:
    """The bytes of a record, its line feed included."""
    return _encode(record).encode("ascii") + b"\n"


def record_line(seq: int, at: int, kind: str, event: Dict[str, Any]) -> bytes:
    """A record in its line. Long lists of tensors are encoded in pieces, so that the GIL is free in between."""
    tensors = event.get("tensors") if kind == "step" else None
    if not tensors or len(tensors) <= ROWS_BETWEEN_YIELDS:
        return line({"type": "record", "seq": seq, "at": at, kind: event})
    rest = {key: value for key, value in event.items() if key != "tensors"}
    pieces = []
    for start in range(0, len(tensors), ROWS_BETWEEN_YIELDS):
        pieces.append(_encode(tensors[start : start + ROWS_BETWEEN_YIELDS])[1:-1])
        time.sleep(0)
    head = line({"type": "record", "seq": seq, "at": at, kind: rest})
    return head[: -len(b"}}\n")] + b',"tensors":[' + ",".join(pieces).encode("ascii") + b"]}}\n"


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """Words of a person, or any object, as text that is not too long."""
    try:
        return str(value).encode("utf-8", "replace").decode("utf-8")[:limit]
    except Exception:
        return f"<{type(value).__name__}>"


def clean_line(value: Any, limit: int = MAX_TEXT) -> str:
    """Text from elsewhere as one line that a terminal may show."""
    return "".join(c if c.isprintable() else " " for c in text(value, limit)).strip()
