"""The measuring of one sampled step."""

import time

import torch

from . import _hooks, _layers, _lossview
from ._harvest import Harvest
from ._optimizer import GradientProbe, Membership

MOST_INPUTS = 8
#: Arguments by which models that compute their own loss, as those of transformers, take the target.
TARGETS = ("label", "labels", "target", "targets")


class Sample:
    """
    Measures one optimizer step: inputs, activations and output of its first forward pass, gradients as the optimizer gets
    them, parameters before the step, and what the step changed. Hooks sit on the layers only meanwhile.
    """

    def __init__(self, model, activations, memory):
        self._model = model
        self._activations = activations
        self._memory = memory
        self._turn = 0
        self._layer_hooks = _hooks.Hooks()
        self._gradient_hooks = _hooks.Hooks()
        self._membership = Membership()
        self.host_seconds = 0.0
        self._clear()

    def _clear(self):
        self._harvest = None
        self._outputs = []
        self._view = {}
        self._optimizer = {}
        self._snapshot = []
        self._events = []
        self._forwards = 0
        self._whole = False
        self._calls = {}
        self._probe = GradientProbe()

    def begin(self, optimizer, histograms=False):
        """The next step is sampled, with histograms or without; ``optimizer`` may be None."""
        began = time.perf_counter()
        self._clear()
        self.host_seconds = 0.0
        self._harvest = Harvest(histograms)
        model = self._model()
        if self._activations and model is not None:
            for name, module in _layers.leaves(model):
                if isinstance(module, torch.nn.Module) and module is not model:
                    _hooks.after_forward(self._layer_hooks, module, self._on_layer(name, _layers.flat_parts(module)))
        if model is not None and optimizer is not None:
            self._probe.begin(model, optimizer, self._gradient_hooks)
        self.host_seconds += time.perf_counter() - began

    def drop(self):
        """Gives the sample up."""
        self._remove_hooks()
        self._clear()

    def _remove_hooks(self):
        self._layer_hooks.remove()
        self._gradient_hooks.remove()

    def _on_layer(self, name, parts):
        def hook(module, args, result):
            if self._harvest is not None and torch.is_grad_enabled():
                try:
                    self._layer(name, parts, result)
                except Exception:
                    self._harvest = None

        return hook

    def _layer(self, name, parts, result):
        output = result[0] if isinstance(result, (tuple, list)) and result else result
        if isinstance(output, torch.Tensor) and output.is_floating_point():
            count = self._calls[name] = self._calls.get(name, 0) + 1
            self._measure("ACTIVATION", [name if count == 1 else f"{name}#{count}"], [output], parts)

    def _measure(self, kind, names, tensors, parts=None):
        """Measures at once, before the job changes a tensor in place; counts the time on host and device."""
        began = time.perf_counter()
        start = self._mark(tensors)
        self._harvest.add(kind, names, tensors)
        if parts is not None:
            self._harvest.add_saturated(kind, tensors[0], parts)
        end = self._mark(tensors)
        took = time.perf_counter() - began
        self.host_seconds += took
        if start is not None:
            self._events.append((took, start, end))

    @staticmethod
    def _mark(tensors):
        if not tensors or not tensors[0].is_cuda:
            return None
        event = torch.cuda.Event(enable_timing=True)
        event.record(torch.cuda.current_stream(tensors[0].device))
        return event

    def inputs(self, args, kwargs):
        """The inputs of the first forward pass."""
        if self._forwards or self._harvest is None:
            return
        named = [("input" if i == 0 else f"input.{i}", one) for i, one in enumerate(args)] + [pair for pair in kwargs.items() if pair[0] not in TARGETS]
        found = [(name, one) for name, one in named if isinstance(one, torch.Tensor) and not one.is_complex()]
        found = found[:MOST_INPUTS]
        self._measure("INPUT", [name for name, _ in found], [one for _, one in found])

    def end_forward(self, result):
        """The first forward pass has ended: the hooks of the layers go. ``result`` is its output, where no loss tells it."""
        if self._forwards == 0 and self._harvest is not None:
            began = time.perf_counter()
            self._layer_hooks.remove()
            self.host_seconds += time.perf_counter() - began
            output = getattr(result, "logits", result)
            if isinstance(output, (tuple, list)) and output:
                output = output[0]
            if isinstance(output, torch.Tensor) and output.is_floating_point():
                self._see(output)
        self._forwards += 1

    def _see(self, output):
        self._measure("OUTPUT", ["output"], [output])
        self._view.update(_lossview.view(output, None))

    def batch(self, output, target, loss_name, result, reduction):
        """Output and target of the first micro-batch; returns the classes that they show, or None."""
        if "targetShape" in self._view or self._harvest is None or not isinstance(output, torch.Tensor):
            return None
        if "outputShape" not in self._view:
            self._see(output)
        self._view.update(_lossview.view(output, target, loss_name, result, reduction))
        classes = _lossview.classes(output, target)
        if classes and classes <= _lossview.MOST_CLASSES:
            began = time.perf_counter()
            labels, predictions = _lossview.count(output, target, classes)
            self._harvest.add_counts("labelCounts", labels)
            self._harvest.add_counts("predictionCounts", predictions)
            self.host_seconds += time.perf_counter() - began
        return classes

    @torch.no_grad()
    def before_step(self, optimizer, index):
        """Gradients and parameters, and copies of the parameters for the update; ``optimizer`` may be None."""
        model = self._model()
        if self._harvest is None or model is None:
            return
        named = [(_layers.clean(name), one) for name, one in model.named_parameters() if one.requires_grad]
        graded = [(name, one.grad) for name, one in named if one.grad is not None]
        self._measure("GRADIENT", [name for name, _ in graded], [grad for _, grad in graded])
        self._measure("PARAMETER", [name for name, _ in named], [one.detach() for _, one in named])
        began = time.perf_counter()
        self._snapshot = [(name, one, one.detach().clone()) for name, one in self._affordable(named)]
        self._whole = len(self._snapshot) == len(named) > 0
        if optimizer is not None:
            self._probe.before_step()
            self._optimizer = self._membership.sample(named, optimizer, index, self._harvest)
        self.host_seconds += time.perf_counter() - began

    def _affordable(self, named):
        """All parameters, or those whose turn it is where the copies would take too much memory."""
        if sum(one.numel() * one.element_size() for _, one in named) <= self._memory:
            return named
        chosen, size = [], 0
        for i in range(len(named)):
            name, one = named[(self._turn + i) % len(named)]
            size += one.numel() * one.element_size()
            if size > self._memory:
                break
            chosen.append((name, one))
        self._turn = (self._turn + max(1, len(chosen))) % len(named)
        return chosen

    @torch.no_grad()
    def finish(self, seen, optimizer):
        """The step of ``optimizer``, which may be None, is done: its update is measured, and everything starts its way to the host."""
        self._remove_hooks()
        if self._harvest is None:
            self._clear()
            return
        began = time.perf_counter()
        differences = []
        if self._snapshot:
            old = [before for _, _, before in self._snapshot]
            differences = torch._foreach_sub([one.detach() for _, one, _ in self._snapshot], old)
        names = [name for name, _, _ in self._snapshot]
        if self._optimizer and optimizer is not None:
            self._probe.after_step(optimizer, {id(one): before for _, one, before in self._snapshot})
            self._probe.ship(self._harvest)
        self._snapshot = []
        self.host_seconds += time.perf_counter() - began
        self._measure("UPDATE", names, list(differences))
        seen.complete_update = self._whole
        began = time.perf_counter()
        self._harvest.ship()
        self.host_seconds += time.perf_counter() - began
        if self._view:
            seen.fields_known["batch"] = self._view
        seen.harvest = self._harvest
        seen.events = self._events
        seen.optimizer = self._optimizer
        self._clear()
