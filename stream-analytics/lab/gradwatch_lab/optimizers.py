"""Optimizers and schedules of the learning rate."""

import math

import torch


def optimizer(name, parameters, rate, weight_decay=0.0):
    """One of sgd, momentum, adam, adamw and rmsprop."""
    options = {"lr": rate, "weight_decay": weight_decay}
    if name == "sgd":
        return torch.optim.SGD(parameters, **options)
    if name == "momentum":
        return torch.optim.SGD(parameters, momentum=0.9, **options)
    if name == "rmsprop":
        return torch.optim.RMSprop(parameters, **options)
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name](parameters, **options)


SCHEDULES = ("constant", "cosine", "step", "one-cycle", "warm-up", "restarts", "exponential")


def schedule(name, steps):
    """
    Factor of the learning rate as a function of the step.

    :param steps: length of the run
    """
    length = max(2, steps)

    def factor(step):
        part = min(1.0, step / (length - 1))
        if name == "cosine":
            return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * part))
        if name == "step":
            return 0.1 ** (0 if part < 0.5 else 1 if part < 0.8 else 2)
        if name == "one-cycle":
            return 0.05 + 1.45 * part / 0.3 if part < 0.3 else 0.01 + 1.49 * 0.5 * (1 + math.cos(math.pi * (part - 0.3) / 0.7))
        if name == "warm-up":
            return min(1.0, (part + 0.01) / 0.1) * (1 - 0.9 * max(0.0, part - 0.1) / 0.9)
        if name == "restarts":
            return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (3 * part % 1.0)))
        if name == "exponential":
            return 0.03**part
        return 1.0

    return factor
