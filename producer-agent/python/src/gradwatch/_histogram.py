"""
Histograms of tensors by sign and binary order of magnitude, on their device, in bins that add up.

A float32 has its sign and its exponent in its upper nine bits, so that a shift finds the bin of an element and nothing is computed.
"""

import torch

#: Exponents of the lowest and the highest bin, which take what is beyond too; docs/AGENT_PROTOCOL.md says why these.
LOWEST, HIGHEST = -40, 23
#: Bins of one sign; a row has those of the negative elements and then those of the positive ones, each by rising magnitude.
BINS = HIGHEST - LOWEST + 1

#: Values of the nine upper bits of a float32: its sign and an exponent of 0 to 255, which is 127 more than what it means.
_FIELDS, _SIGN, _BIAS, _MANTISSA_BITS = 512, 256, 127, 23
#: Fields of the bins between the lowest and the highest.
_FIRST, _LAST = LOWEST + _BIAS + 1, HIGHEST + _BIAS


def count(matrix):
    """
    Counts the elements of each row of a matrix of float32 or float64 on its device: a float64 tensor of rows × 2 BINS. In no bin are
    zeros, NaN, infinities, and what is smaller than the normal numbers of float32, 2^-126. Nothing waits for a device.
    """
    if matrix.dtype != torch.float32:
        most = torch.finfo(torch.float32).max
        matrix = torch.where(torch.isfinite(matrix), matrix.clamp(-most, most), matrix).float()
    rows = matrix.shape[0]
    fields = (matrix.view(torch.int32) >> _MANTISSA_BITS).bitwise_and_(_FIELDS - 1)
    if rows > 1:
        fields += torch.arange(0, rows * _FIELDS, _FIELDS, dtype=torch.int32, device=matrix.device).unsqueeze(1)
    counts = _count(fields.reshape(-1), rows * _FIELDS).view(rows, _FIELDS).double()
    return torch.cat([part for sign in (_SIGN, 0) for part in _bins(counts[:, sign : sign + _SIGN])], dim=1)


def _count(places, size):
    # bincount waits for an accelerator, to see how long its answer is.
    return torch.bincount(places, minlength=size) if places.device.type == "cpu" else _scattered(places, size)


def _scattered(places, size):
    one = torch.ones(1, dtype=torch.int32, device=places.device)
    counts = torch.zeros(size, dtype=torch.int32, device=places.device)
    return counts.scatter_add_(0, places.long(), one.expand(places.shape[0]))


def _bins(counts):
    yield counts[:, 1:_FIRST].sum(1, keepdim=True)
    yield counts[:, _FIRST:_LAST]
    yield counts[:, _LAST : _SIGN - 1].sum(1, keepdim=True)


def wire(bins):
    """A histogram as the protocol has it: for each sign nothing, or the exponent of its lowest bin and the counts upwards."""
    return [_sign(bins[:BINS]), _sign(bins[BINS:])]


def _sign(counts):
    held = [i for i, one in enumerate(counts) if one]
    return [held[0] + LOWEST, *counts[held[0] : held[-1] + 1]] if held else []
