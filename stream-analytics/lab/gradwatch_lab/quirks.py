"""Turns of healthy trainings that frighten people and detectors; twins share them."""

import numpy
import torch

NAMES = ("none", "resumed", "augmented", "annealed")


def draw(random, program):
    """
    A quirk with its strength, as a dict: ``name``, and for resumed the part of the run ``from`` which it is logged, for augmented the part
    from which noise of ``size`` is added to the inputs, for annealed the part ``until`` which the weight of the divergence grows.
    """
    chance = random.random()
    if program.name == "vae" and chance < 0.3:
        return {"name": "annealed", "until": float(random.uniform(0.2, 0.7))}
    if chance < 0.08:
        return {"name": "resumed", "from": float(random.uniform(0.2, 0.5))}
    if chance < 0.15 and "supervised" in program.traits and "tokens" not in program.traits:
        return {"name": "augmented", "from": float(random.uniform(0.3, 0.6)), "size": float(random.uniform(0.3, 0.8))}
    return {"name": "none"}


def first_logged(quirk, steps):
    """Step from which the job logs: it was started from a checkpoint, and what was before is in another log."""
    return int(quirk["from"] * steps) if quirk["name"] == "resumed" else 0


def augmented(quirk, part, batch, random):
    """The batch, with noise on its inputs where it is time for that; ``part`` of the run is done."""
    if quirk["name"] != "augmented" or part < quirk["from"]:
        return batch
    x, y = batch
    return x + quirk["size"] * torch.from_numpy(random.normal(0, 1, tuple(x.shape)).astype(numpy.float32)), y


def weight(quirk, part):
    """Factor of a term of the loss that is annealed, 0 to 1."""
    return min(1.0, part / quirk["until"]) if quirk["name"] == "annealed" else 1.0
