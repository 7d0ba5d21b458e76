"""Gradients and steps of the optimizer against those of the model: the OptimizerView of the protocol."""

import math

import torch

from . import _values
from ._wire import wire

#: Parameters whose gradients are followed from the backward pass to the step. Own choice: evenly many over the depth.
FOLLOWED = 4
#: Elements that one of them may have: copies of gradients stay small.
MOST_ELEMENTS = 1 << 20
#: Names that are told of parameters that lack something.
MOST_NAMES = 3
#: Elements of a parameter, evenly many over it, that are compared to see it move. Own choice: a sum needs a copy in another type.
COMPARED = 1 << 12
#: Cosine from which the optimizer has the gradient that was computed and no part of an older one. Own choice: beyond what
#: clipping rounds in float32, below what full batches of two steps have in common.
OVERWRITTEN = 1 - 1e-9
#: Optimizer steps over which a parameter that no optimizer of ours holds must stand still before it is told.
STILL_STEPS = 10


class GradientProbe:
    """
    Follows the gradients of a few parameters in one optimizer step: as the backward passes compute them, as the optimizer gets
    them, and which way the step goes. Waits for no device.
    """

    def __init__(self):
        self._followed = []
        self._shapes = []
        self._computed = {}
        self._kept = {}
        self._numbers = {}
        self._stepping = False
        self._again = False

    def begin(self, model, optimizer, hooks):
        """The step begins; ``hooks`` take those on the parameters. Followed are those that the optimizer holds and so zeroes."""
        self.__init__()
        held = {id(one) for group in optimizer.param_groups for one in group["params"]}
        fitting = [one for one in model.parameters() if id(one) in held and one.requires_grad and 0 < one.numel() <= MOST_ELEMENTS]
        if fitting:
            places = {round(i * (len(fitting) - 1) / (FOLLOWED - 1)) for i in range(FOLLOWED)}
            self._followed = [fitting[place] for place in sorted(places)]
        self._shapes = [one.shape for one in self._followed]
        for number, one in enumerate(self._followed):
            hooks.add(one.register_hook(self._hook(number, one)))

    def _hook(self, number, parameter):
        def computed(gradient):
            try:
                self._take(number, parameter, gradient.detach())
            except Exception:
                self._followed = []

        return computed

    @torch.no_grad()
    def _take(self, number, parameter, gradient):
        """A backward pass has a gradient for a parameter, and has not yet added it to what is there."""
        if self._stepping:
            # A closure that is called again, as LBFGS does: the gradient is no longer that with which the step began.
            self._again = True
            return
        # Of a flat parameter of FSDP the backward pass has the gradient of the whole, the optimizer that of a shard.
        if gradient.layout != torch.strided or gradient.shape != self._shapes[number] or gradient.device != parameter.device:
            return
        before = parameter.grad
        if before is None:
            self._kept[number] = torch.zeros((), device=gradient.device)
            self._computed[number] = gradient.clone()
            return
        alive = (before != 0).any().to(gradient.dtype)
        self._kept[number] = self._kept[number] * alive if number in self._kept else alive
        # Gradients of before a zeroing, as a GAN's generator leaves them in its critic, do not count.
        earlier = self._computed.get(number)
        self._computed[number] = gradient.clone() if earlier is None else earlier.mul_(alive).add_(gradient)

    def before_step(self):
        """The optimizer is about to step."""
        self._stepping = True
        pairs = [(self._computed[i], one.grad) for i, one in self._pairs()]
        if pairs:
            self._numbers["agreement"] = _products(pairs)
            self._numbers["kept"] = torch.stack([self._kept[i].double() for i, _ in self._pairs()])

    def after_step(self, optimizer, before):
        """
        The optimizer has stepped. Where it is told to maximize, it goes the other way on purpose: its update counts reversed.

        :param before: copies of parameters as they were, by ``id``
        """
        climbing = {id(one) for group in optimizer.param_groups if group.get("maximize") for one in group["params"]}
        moved = [] if self._again else [one for _, one in self._pairs() if _alike(one.grad, before.get(id(one)))]
        pairs = [(one.grad, (one.detach() - before[id(one)]) * (-1 if id(one) in climbing else 1)) for one in moved]
        if pairs:
            self._numbers["ascent"] = _products(pairs)

    def _pairs(self):
        """Those whose gradient the optimizer has in the form in which it was computed, on the device of the first of them."""
        found = [(i, one) for i, one in enumerate(self._followed) if i in self._computed and _alike(self._computed[i], one.grad)]
        return [(i, one) for i, one in found if one.grad.device == found[0][1].grad.device]

    def ship(self, harvest):
        """Hands over what is to be told."""
        for key, vector in self._numbers.items():
            harvest.add_numbers(key, vector)
        self.__init__()


def _alike(first, second):
    return second is not None and second.layout == torch.strided and first.shape == second.shape and first.device == second.device


def _products(pairs):
    """Scalar product and squared lengths of two vectors in parts, of which there is at least one."""
    parts = [(a.double().flatten(), b.double().flatten()) for a, b in pairs]
    return torch.stack([sum(torch.dot(a, b) for a, b in parts), sum(torch.dot(a, a) for a, _ in parts), sum(torch.dot(b, b) for _, b in parts)])


class Membership:
    """Compares the parameters of the model with those of its optimizer."""

    def __init__(self):
        self._first = None
        self._elements = {}

    @torch.no_grad()
    def sample(self, named, optimizer, index, harvest):
        """
        View of one step, before it is made.

        :param named: trainable parameters of the model, ``(name, parameter)``
        :param index: of the step; names are told from ``STILL_STEPS`` after the first one on
        """
        held = [one for group in optimizer.param_groups for one in group["params"]]
        ids = {id(one) for one in held}
        seen = {"parameters": len(named)}
        bare = [name for name, one in named if one.grad is None]
        # Where none has one, the job keeps its gradients elsewhere, as ZeRO does, or steps within the backward pass.
        if 0 < len(bare) < len(named):
            seen["withoutGradient"] = len(bare)
            seen["withoutGradientNames"] = bare[:MOST_NAMES]
        missing = [(name, one) for name, one in named if id(one) not in ids]
        self._first = index if self._first is None else self._first
        if missing:
            moved = [self._moved(one) for _, one in {0: missing[0], 1: missing[len(missing) // 2], 2: missing[-1]}.values()]
            if index - self._first >= STILL_STEPS:
                seen["missing"] = len(missing)
                seen["missingNames"] = [name for name, _ in missing[:MOST_NAMES]]
                harvest.add_numbers("moved", torch.stack([one.to(moved[0].device) for one in moved]))
        return seen

    def _moved(self, parameter):
        """1 where some of its elements are others than at first: something else trains it, such as an optimizer of its own."""
        spacing = parameter.numel() // COMPARED | 1
        places = torch.arange(0, parameter.numel(), spacing, device=parameter.device)
        elements = torch.take(parameter.detach(), places)
        return (elements != self._elements.setdefault(id(parameter), elements)).any().double()


def settings(optimizer, clip):
    """Settings that the optimizer really has, and the norm to which the job clips."""
    found = {}
    decay = optimizer.param_groups[0].get("weight_decay") if optimizer.param_groups else None
    if isinstance(decay, (int, float)):
        found["weightDecay"] = wire(float(decay))
    if isinstance(clip, (int, float)) and math.isfinite(clip):
        found["clipNorm"] = float(clip)
    return found


def add_numbers(view, numbers):
    """Adds results of devices, by their keys, to an OptimizerView."""
    if view is None:
        return
    if any(numbers.get("moved", ())):
        view.pop("missing", None)
        view.pop("missingNames", None)
    if "kept" in numbers:
        # The optimizer gets exactly what was computed where the job puts its own gradient over the old one, as with autograd.grad.
        agreement = _cosine(*numbers["agreement"])
        view["gradientsKept"] = all(numbers["kept"]) and (agreement is None or agreement < OVERWRITTEN)
    for key, name in (("agreement", "gradientAgreement"), ("ascent", "ascent")):
        cosine = _cosine(*numbers[key]) if key in numbers else None
        if cosine is not None:
            view[name] = cosine


def _cosine(product, first, second):
    """None where a vector is zero, or holds what is no number."""
    length = math.sqrt(first) * math.sqrt(second) if first > 0 and second > 0 else 0.0
    if not math.isfinite(length) or not math.isfinite(product) or length == 0:
        return None
    return max(-1.0, min(1.0, product / length))


def held(optimizer, scaler):
    """Learning rate and loss scale of this step, held to be read later."""
    found = {}
    if optimizer is not None and optimizer.param_groups:
        found["learningRate"] = optimizer.param_groups[0].get("lr")
    if scaler is not None and scaler.is_enabled():
        scale = getattr(scaler, "_scale", None)
        found["lossScale"] = getattr(scaler, "_init_scale", None) if scale is None else scale
    return {key: _values.hold(value) for key, value in found.items() if value is not None}
