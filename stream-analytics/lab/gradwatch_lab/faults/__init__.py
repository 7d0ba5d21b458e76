"""The faults that can be planted, by name."""

from . import data, initial, losses, numerics, rates, regularisation, wiring
from .fault import Fault

_MODULES = (rates, data, wiring, losses, initial, numerics, regularisation)


def all_faults():
    """Classes of faults by name, without that of the healthy twin."""
    found = {}
    for module in _MODULES:
        for one in module.FAULTS:
            found[one.name] = one
    return found


def of(name, strength):
    """The fault with a strength; ``none`` is that of the healthy twin."""
    return Fault() if name == Fault.name else all_faults()[name](strength)
