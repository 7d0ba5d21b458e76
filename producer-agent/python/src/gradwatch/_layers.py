"""Description of a PyTorch model, its optimizer and its loss."""

import math

MOST_LAYERS = 10_000
ACTIVATIONS = frozenset(
    "relu relu6 leakyrelu prelu elu selu celu gelu silu mish sigmoid hardsigmoid logsigmoid tanh hardtanh hardswish softplus "
    "softsign tanhshrink softshrink hardshrink softmax softmax2d logsoftmax softmin threshold glu".split()
)
#: An activation is saturated where its function passes at most this part of its largest slope. Own choice: |tanh| from 0.98.
FLAT_SLOPE = 0.04
OPTIMIZER_KEYS = ("lr", "weight_decay", "momentum", "betas", "eps", "nesterov", "amsgrad")
WRAPPERS = ("_orig_mod.", "module.", "_fsdp_wrapped_module.")


def clean(name):
    """The name without what wrappers such as DistributedDataParallel and torch.compile put before it."""
    for wrapper in WRAPPERS:
        name = name.replace(wrapper, "")
    return name


def leaves(model):
    """Modules that are layers: those without children, and those with parameters of their own; with their names."""
    for name, module in model.named_modules():
        if next(module.children(), None) is None or next(module.parameters(recurse=False), None) is not None:
            yield clean(name) or type(module).__name__, module


def flat_parts(module):
    """
    Bounds ``(low, high)`` of an activation's output: at or below the one, at or above the other it is saturated. None for a
    layer that is no such function, or whose output does not tell, as that of GELU does not.
    """
    kind = type(module).__name__.lower()
    if kind in ("tanh", "sigmoid"):
        steep = math.sqrt(1 - FLAT_SLOPE)
        return (-steep, steep) if kind == "tanh" else ((1 - steep) / 2, (1 + steep) / 2)
    if kind == "softsign":
        return math.sqrt(FLAT_SLOPE) - 1, 1 - math.sqrt(FLAT_SLOPE)
    if kind == "elu":
        return FLAT_SLOPE - module.alpha, math.inf
    if kind in ("hardtanh", "relu6"):
        return module.min_val, module.max_val
    return (0.0, 1.0) if kind == "hardsigmoid" else None


def layers(model):
    """The layers of the ``started`` event."""
    found = []
    for name, module in leaves(model):
        if len(found) >= MOST_LAYERS:
            break
        kind = type(module).__name__
        trained = sum(parameter.numel() for parameter in module.parameters(recurse=False) if parameter.requires_grad)
        activation = kind.lower() if kind.lower() in ACTIVATIONS else ""
        found.append({"name": name[:256], "type": kind, "parameters": trained, "activation": activation})
    return found


def hyperparameters(optimizer, loss_fn):
    """Of optimizer and loss, as text."""
    found = {}
    if optimizer is not None:
        found["optimizer"] = type(optimizer).__name__
        defaults = getattr(optimizer, "defaults", {})
        found.update({key: str(defaults[key]) for key in OPTIMIZER_KEYS if defaults.get(key) is not None})
    if loss_fn is not None:
        found["loss"] = getattr(loss_fn, "__name__", type(loss_fn).__name__)
        smoothing = getattr(loss_fn, "label_smoothing", 0)
        if smoothing:
            found["label_smoothing"] = str(smoothing)
    return found
