"""Numbers as jobs have them: Python's, NumPy's, and tensors whose value is still being computed."""

from __future__ import annotations

import math
import sys
from typing import Any, Dict, Optional


class NotANumber(Exception):
    """A value of which no number can be made."""


class DeviceNumber:
    """A number on an accelerator: a copy of a tensor of one element, and the event after which it is there."""

    __slots__ = ("tensor", "event")

    def __init__(self, tensor: Any, event: Any) -> None:
        self.tensor = tensor
        self.event = event

    @staticmethod
    def of(tensor: Any) -> DeviceNumber:
        """Copies on the tensor's stream, because the job may change it in place; waits for nothing."""
        torch = sys.modules["torch"]
        copy = tensor.detach().clone()
        if not copy.is_cuda:
            return DeviceNumber(copy, None)
        event = torch.cuda.Event()
        event.record(torch.cuda.current_stream(copy.device))
        return DeviceNumber(copy, event)

    def ready(self) -> bool:
        """True where reading it waits for nothing."""
        return self.event is None or bool(self.event.query())

    def __float__(self) -> float:
        return float(read_back(self.tensor))


def read_back(tensor: Any) -> Any:
    """Copies a finished tensor to the host on a stream of its own, behind nothing that the job has queued since."""
    if not tensor.is_cuda:
        return tensor.cpu()
    torch = sys.modules["torch"]
    stream = _side_stream(torch, tensor.device)
    with torch.cuda.stream(stream):
        host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
        host.copy_(tensor, non_blocking=True)
    stream.synchronize()
    return host


_streams: Dict[Any, Any] = {}


def _side_stream(torch: Any, device: Any) -> Any:
    if device not in _streams:
        _streams[device] = torch.cuda.Stream(device)
    return _streams[device]


def hold(value: Any) -> Any:
    """
    What the training thread keeps of a value: a number, or something that becomes one in :func:`resolve`. Never waits
    for a device. Raises NotANumber where it can be told at once that it is none.
    """
    kind = type(value)
    if kind is float or kind is int:
        return value
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _tensor(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        if value.size != 1 or value.dtype.kind not in "fiub":
            raise NotANumber(f"an array of shape {value.shape} and type {value.dtype}")
        return value.item()
    if value is None or isinstance(value, (str, bytes, complex)) or not hasattr(value, "__float__"):
        raise NotANumber(f"a {kind.__name__}")
    return value


def _tensor(tensor: Any) -> Any:
    if tensor.numel() != 1 or tensor.is_complex() or tensor.device.type == "meta":
        raise NotANumber(f"a tensor of shape {tuple(tensor.shape)} and type {tensor.dtype}")
    return tensor.item() if tensor.device.type == "cpu" else DeviceNumber.of(tensor)


def ready(value: Any) -> bool:
    """True where resolving a held value waits for nothing."""
    return not isinstance(value, DeviceNumber) or value.ready()


def resolve(value: Any) -> float:
    """The number that a held value is, as a float; raises NotANumber where it is none."""
    try:
        return float(value)
    except OverflowError:
        raise NotANumber("a whole number beyond any float") from None
    except Exception as e:
        raise NotANumber(f"a {type(value).__name__} ({type(e).__name__})") from None


def whole(value: Any, low: int = 0, high: int = 2**63 - 1) -> Optional[int]:
    """A whole number in the range, or None."""
    try:
        number = float(value) if not isinstance(value, int) else value
        if isinstance(number, float) and not (math.isfinite(number) and number == int(number)):
            return None
        return int(number) if low <= number <= high else None
    except Exception:
        return None
