"""
Statistics of many tensors in few passes, on their device.

Tensors of one size, type and device are stacked and reduced together, large ones are cut into pieces that are reduced as rows
and merged on the host by Chan, Golub and LeVeque's formula (1983): a transformer of 150 tensors needs the kernel launches
of a dozen. Nothing waits for a device.
"""

import math
from collections import defaultdict

import torch

from . import _histogram

#: Elements of a row: few enough for sums in float32.
PIECE = 1 << 16
#: Elements that are reduced together at most, which bounds the memory taken in between.
CHUNK = 1 << 23
#: Below this root mean square the squares of float32 may have lost small elements.
TRUSTED_SIZE = 1e-12
#: From so many rows of a tensor on they are merged together instead of one by one.
MANY_ROWS = 8

COLUMNS = ("minimum", "maximum", "mean", "standardDeviation", "l2Norm", "nan", "infinity", "zero")


def rows_of(tensors, histograms=False):
    """
    Reduces tensors to rows. Returns a list of ``(owners, length, block, bins)``: block is a float64 tensor on the device with a
    row of COLUMNS for each piece, owners are the indices of the tensors that the pieces belong to. bins are None, or with
    ``histograms`` a float64 tensor with a row of bins for each owner in turn, one for pieces that all belong to one.
    """
    groups = defaultdict(list)
    blocks = []
    for owner, tensor in enumerate(tensors):
        flat = _flat(tensor)
        if flat is None:
            continue
        rows = flat.numel() // PIECE
        if rows > 0:
            matrix = flat[: rows * PIECE].view(rows, PIECE)
            for part in matrix.split(max(1, CHUNK // PIECE)):
                part = _wide(part)
                bins = _histogram.count(part).sum(0, keepdim=True) if histograms else None
                blocks.append(([owner] * part.shape[0], PIECE, _reduce(part), bins))
            flat = flat[rows * PIECE :]
        if flat.numel() > 0:
            groups[flat.device, flat.dtype, flat.numel()].append((owner, flat))
    return blocks + [block for group in groups.values() for block in _blocks(group, histograms)]


def _flat(tensor):
    tensor = tensor.detach()
    if tensor.layout != torch.strided or tensor.numel() == 0 or tensor.device.type == "meta" or tensor.is_quantized:
        return None
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor)
    return tensor.reshape(-1)


def _blocks(group, histograms):
    length = group[0][1].numel()
    together = max(1, CHUNK // length)
    for start in range(0, len(group), together):
        part = group[start : start + together]
        pieces = [piece for _, piece in part]
        matrix = _wide(pieces[0].unsqueeze(0) if len(pieces) == 1 else torch.stack(pieces))
        bins = _histogram.count(matrix) if histograms else None
        yield [owner for owner, _ in part], length, _reduce(matrix), bins


def _wide(matrix):
    return matrix if matrix.dtype in (torch.float32, torch.float64) else matrix.float()


def _reduce(matrix):
    if matrix.device.type == "cpu":
        block, trusted = _plain(matrix)
        if trusted:
            return block
    return _careful(matrix)


def _plain(matrix):
    """Few passes, for rows whose elements are all finite and of usual size; and whether they are."""
    length = matrix.shape[1]
    low, high = matrix.amin(1), matrix.amax(1)
    mean = matrix.mean(1)
    norm = torch.linalg.vector_norm(matrix, dim=1)
    deviation = torch.linalg.vector_norm(matrix - mean.unsqueeze(1), dim=1)
    # The norm of order 0 counts what is not zero; a row is short enough for float32 to count exactly.
    zero = length - torch.linalg.vector_norm(matrix, 0, dim=1)
    root = math.sqrt(length)
    trusted = torch.isfinite(norm) & ((norm > TRUSTED_SIZE * root) | ((low == 0) & (high == 0)))
    nothing = torch.zeros_like(mean)
    columns = [low, high, mean, deviation.double() / root, norm, nothing, nothing, zero]
    return torch.stack([column.double() for column in columns], dim=1), bool(trusted.all())


def _careful(matrix):
    """Over the finite elements, which are scaled by their largest one, so that no square leaves the range of the type."""
    length = matrix.shape[1]
    finite = torch.isfinite(matrix)
    count = finite.sum(1)
    nan = torch.isnan(matrix).sum(1)
    zero = (matrix == 0).sum(1)
    low = torch.where(finite, matrix, math.inf).amin(1)
    high = torch.where(finite, matrix, -math.inf).amax(1)
    scale = torch.maximum(low.abs(), high.abs())
    scale = torch.where((count == 0) | (scale == 0), torch.ones_like(scale), scale)
    # A row of infinities alone is no number anywhere; elsewhere its low and high are infinities of the wrong sign.
    none = torch.full_like(scale, math.nan)
    some = count > 0
    scaled = torch.where(finite, matrix, 0) / scale.unsqueeze(1)
    of = count.clamp(min=1)
    mean = scaled.sum(1) / of
    deviation = torch.where(finite, scaled - mean.unsqueeze(1), 0)
    spread = torch.linalg.vector_norm(deviation, dim=1).double() / of.double().sqrt()
    norm = torch.linalg.vector_norm(scaled, dim=1).double()
    wide = scale.double()
    columns = [low.double(), high.double(), mean.double() * wide, spread * wide, norm * wide]
    columns = [torch.where(some, column, none.double()) for column in columns]
    return torch.stack(columns + [nan.double(), (length - nan - count).double(), zero.double()], dim=1)


def saturated(tensor, parts):
    """Count of elements in the flat parts of an activation, a tensor on the device; NaN is in none."""
    low, high = parts
    tensor = tensor.detach()
    return ((tensor <= low) | (tensor >= high)).sum()


class Moments:
    """
    The statistics of one tensor, merged from its pieces on the host. ``strict`` is its L2 norm with NaN and infinities;
    ``saturated`` is None where it was not counted, and so are ``bins``, its histogram.
    """

    __slots__ = (
        "elements",
        "minimum",
        "maximum",
        "mean",
        "deviation",
        "norm",
        "nan",
        "infinity",
        "zero",
        "saturated",
        "bins",
    )

    def __init__(self):
        self.elements = self.nan = self.infinity = self.zero = 0
        self.saturated = self.bins = None
        self.minimum = self.maximum = self.mean = self.deviation = self.norm = math.nan

    def add(self, length, row):
        low, high, mean, deviation, norm, nan, infinity, zero = row
        before = self.elements - self.nan - self.infinity
        more = length - int(nan) - int(infinity)
        self.elements += length
        self.nan += int(nan)
        self.infinity += int(infinity)
        self.zero += int(zero)
        if more == 0:
            return
        if before == 0:
            self.minimum, self.maximum, self.mean, self.deviation, self.norm = low, high, mean, deviation, norm
            return
        self.minimum = min(self.minimum, low)
        self.maximum = max(self.maximum, high)
        share = more / (before + more)
        apart = (mean - self.mean) * math.sqrt(share * (1 - share))
        self.deviation = math.hypot(
            math.hypot(self.deviation * math.sqrt(1 - share), deviation * math.sqrt(share)), apart
        )
        self.mean += (mean - self.mean) * share
        self.norm = math.hypot(self.norm, norm)

    def add_all(self, length, rows):
        """The same of many rows of one length, a float64 tensor on the host."""
        count = length - rows[:, 5] - rows[:, 6]
        some = count > 0
        nan, infinity, zero = (int(one) for one in rows[:, 5:].sum(0).tolist())
        if not bool(some.any()):
            self.add(length * rows.shape[0], [math.nan] * 5 + [nan, infinity, zero])
            return
        held, count = rows[some], count[some]
        share = count / count.sum()
        mean = (share * held[:, 2]).sum()
        # One scale for all, because the squares of float64 may leave its range.
        scale = held[:, :2].abs().max().clamp(min=1e-300)
        spread = (share * (((held[:, 3] / scale) ** 2) + ((held[:, 2] - mean) / scale) ** 2)).sum().sqrt() * scale
        norm = ((held[:, 4] / scale) ** 2).sum().sqrt() * scale
        row = [held[:, 0].min().item(), held[:, 1].max().item(), mean.item(), spread.item(), norm.item()]
        self.add(length * rows.shape[0], row + [nan, infinity, zero])

    def add_bins(self, bins):
        """Adds the counts of the bins of a part."""
        counts = [int(count) for count in bins]
        self.bins = counts if self.bins is None else [one + more for one, more in zip(self.bins, counts)]

    def strict(self):
        """The L2 norm of all elements: NaN where one is NaN, infinite where one is infinite."""
        if self.nan:
            return math.nan
        return math.inf if self.infinity else (0.0 if self.elements == 0 else self.norm)


def total(moments):
    """L2 norm of all tensors together."""
    norms = [one.strict() for one in moments]
    if any(norm != norm for norm in norms):
        return math.nan
    largest = max(norms, default=0.0)
    if largest == 0 or math.isinf(largest):
        return largest
    return largest * math.sqrt(math.fsum((norm / largest) ** 2 for norm in norms))
