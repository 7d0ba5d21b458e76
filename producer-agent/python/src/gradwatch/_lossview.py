"""Where the output meets the target: shapes, elements of the loss, and the classes of labels and predictions."""

import torch

MOST_CLASSES = 4_096
MOST_DIMENSIONS = 8
#: Losses that compare output and target element by element, and broadcast them without an error.
ELEMENTWISE = frozenset(
    "MSELoss L1Loss SmoothL1Loss HuberLoss KLDivLoss PoissonNLLLoss GaussianNLLLoss BCELoss BCEWithLogitsLoss".split()
)
#: Losses that take the index of a class.
INDEXED = frozenset(("CrossEntropyLoss", "NLLLoss"))


def view(output, target, loss_name=None, result=None, reduction="mean"):
    """The BatchView without counts, as far as the shapes tell it."""
    seen = {}
    if output is not None and 0 < output.dim() <= MOST_DIMENSIONS:
        seen["outputShape"] = list(output.shape)
    if isinstance(target, torch.Tensor) and 0 < target.dim() <= MOST_DIMENSIONS:
        seen["targetShape"] = list(target.shape)
    elements = _elements(output, target, loss_name, result, reduction)
    if elements is not None:
        seen["lossElements"] = elements
    return seen


def _elements(output, target, loss_name, result, reduction):
    if reduction == "none" and isinstance(result, torch.Tensor):
        return result.numel()
    if not isinstance(target, torch.Tensor) or output is None:
        return None
    if loss_name in ELEMENTWISE:
        try:
            return torch.Size(torch.broadcast_shapes(output.shape, target.shape)).numel()
        except RuntimeError:
            return None
    if loss_name in INDEXED and not target.is_floating_point():
        return target.numel()
    return None


def classes(output, target):
    """Classes that the loss tells apart, where the target holds the index of one for each row of the output; else None."""
    indexed = isinstance(target, torch.Tensor) and not (target.is_floating_point() or target.is_complex())
    if indexed and output is not None and output.dim() >= 2 and target.dim() == output.dim() - 1:
        return output.shape[1] if output.shape[1] > 1 else None
    return None


def count(output, target, number):
    """Counts of each class by label and by prediction, as two vectors on the device. An index out of range counts as none."""
    labels = target.reshape(-1)
    predictions = output.detach().argmax(1).reshape(-1)
    return _tally(labels, number), _tally(predictions, number)


def _tally(indices, number):
    """A bincount that needs no synchronisation to find its length."""
    indices = indices.long()
    outside = (indices < 0) | (indices >= number)
    places = torch.where(outside, torch.full_like(indices, number), indices)
    counts = torch.zeros(number + 1, dtype=torch.float64, device=indices.device)
    counts.scatter_add_(0, places, torch.ones_like(places, dtype=torch.float64))
    return counts[:number]
