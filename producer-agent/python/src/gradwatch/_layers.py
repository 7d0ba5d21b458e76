"""What a PyTorch model, its optimizer and its loss say of themselves."""

MOST_LAYERS = 10_000
ACTIVATIONS = frozenset(
    "relu relu6 leakyrelu prelu elu selu celu gelu silu mish sigmoid hardsigmoid logsigmoid tanh hardtanh hardswish softplus "
    "softsign tanhshrink softshrink hardshrink softmax softmax2d logsoftmax softmin threshold glu".split()
)
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
