"""Statistics of a PyTorch model while it trains."""

from __future__ import annotations

import threading
import time
import weakref
from typing import TYPE_CHECKING, Any, Optional

import torch

from . import _clipping, _entries, _hooks, _layers, _optimizer, _values
from ._log import LOGGER
from ._modes import EvaluationModes
from ._sample import Sample
from ._schedule import Schedule
from ._seen import Seen

if TYPE_CHECKING:
    from ._run import Run

MOST_FAILURES = 3


class Watch:
    """
    Made by ``run.watch(model, optimizer, loss_fn, …)``. It reads; training goes on bit for bit as without it.

    :param model: a torch.nn.Module; wrapped ones (DistributedDataParallel, DataParallel, compiled) too, the last two
        without activations
    :param optimizer: whose steps count; without it a call of ``log`` is a step, and updates are not seen
    :param loss_fn: a loss that is an nn.Module, for loss, shapes, output and classes; call :meth:`batch` for other losses
    :param budget: part of the step time that watching may cost once its opening is over, 0 to 1
    :param every: sample each so many steps instead
    :param scaler: a GradScaler, for its scale and the steps that it skips
    :param activations: False leaves out the outputs of layers
    :param histograms: take histograms of all tensors at each so many sampled steps, from the first on; 0 takes none
    :param memory: bytes that copies of parameters may take while a sampled step is under way; of parameters beyond, taken
        by turns, updates are not measured
    """

    def __init__(
        self,
        run: Run,
        model: Any,
        optimizer: Any = None,
        loss_fn: Any = None,
        *,
        budget: float = 0.01,
        every: Optional[int] = None,
        scaler: Any = None,
        activations: bool = True,
        histograms: int = 10,
        memory: int = 1 << 30,
    ) -> None:
        if not isinstance(model, torch.nn.Module):
            raise TypeError(f"model is a {type(model).__name__}, but must be a torch.nn.Module")
        if histograms != int(histograms) or histograms < 0:
            raise ValueError(f"histograms is {histograms}, but must be a whole number of 0 or more")
        self.schedule = Schedule(budget, every)
        self._histograms = int(histograms)
        self._run = run
        self._model = weakref.ref(model)
        self._optimizer = None if optimizer is None else weakref.ref(optimizer)
        self._loss = loss_fn if isinstance(loss_fn, torch.nn.Module) else None
        self._scaler = None if scaler is None else weakref.ref(scaler)
        self._sample = Sample(self._model, activations and _hooks.inside_visible(model), memory)
        self._modes = EvaluationModes()
        self._hooks = _hooks.Hooks()
        self._lock = threading.Lock()
        self._failures = 0
        self._active = True
        self._count = 0
        self._offset = run._numbering.next_step
        self._last_number = -1
        self._pending = None
        self._losses = []
        self._examples = 0
        self._stepped_at = None
        self._sampling = False
        self._fixed_seconds = 0.0
        self._classes_told = False
        self._describe(model, optimizer, loss_fn)
        self._install(model, optimizer, scaler)
        self._begin_step()

    def _describe(self, model, optimizer, loss_fn):
        hyperparameters = _layers.hyperparameters(optimizer, loss_fn)
        self._run.observe(layers=_layers.layers(model), hyperparameters=hyperparameters)

    def _install(self, model, optimizer, scaler):
        _hooks.before_forward(self._hooks, model, self._guarded(self._before_forward))
        _hooks.after_forward(self._hooks, model, self._guarded(self._after_forward))
        if self._loss is not None:
            _hooks.after_forward(self._hooks, self._loss, self._guarded(self._after_loss))
        if optimizer is not None:
            before, after = self._guarded(self._before_step), self._guarded(self._after_step)
            _hooks.around_step(self._hooks, optimizer, before, after)
        if scaler is not None:
            self._hooks.patch(scaler, "step", self._scaler_step)
        watched = frozenset(id(one) for one in model.parameters())
        self._hooks.ends_with(_clipping.listen(lambda one: id(one) in watched, self._guarded(self._clipped)))

    def _guarded(self, call):
        """The call, but it never raises; after three failures the watch gives up."""

        def guarded(*args):
            if not self._active:
                return
            sampling, began = self._sampling, time.perf_counter()
            try:
                call(*args)
                if not (sampling or self._sampling):
                    self._fixed_seconds += time.perf_counter() - began
            except Exception:
                self._failures += 1
                LOGGER.warning("Statistics could not be taken; training goes on", exc_info=self._failures == 1)
                self._drop_sample()
                if self._failures >= MOST_FAILURES:
                    self.close()

        return guarded

    def _begin_step(self):
        self._losses = []
        self._examples = 0
        self._norm = None
        self._clip = None
        self._sampling = self.schedule.due(self._count)
        if self._sampling:
            histograms = self._histograms > 0 and self.schedule.samples % self._histograms == 0
            self._sample.begin(self._optimizer() if self._optimizer is not None else None, histograms)

    def _drop_sample(self):
        self._sampling = False
        self._sample.drop()

    def _before_forward(self, model, args, kwargs):
        if not torch.is_grad_enabled():
            self._modes.begin(model)
            return
        first = next((one for one in [*args, *kwargs.values()] if isinstance(one, torch.Tensor)), None)
        if first is not None and first.dim() > 0:
            self._examples += first.shape[0]
        if self._sampling:
            self._sample.inputs(args, kwargs)

    def _after_forward(self, model, args, result):
        if not torch.is_grad_enabled():
            self._modes.end(model)
        elif self._sampling:
            self._sample.end_forward(result if self._loss is None else None)

    def _after_loss(self, loss, args, result):
        if not torch.is_grad_enabled() or not isinstance(result, torch.Tensor):
            return
        if result.numel() == 1:
            self._losses.append(_values.hold(result))
        if not self._sampling or len(args) < 2 or not isinstance(args[0], torch.Tensor):
            return
        given = getattr(loss, "reduction", "mean")
        self._tell_classes(self._sample.batch(args[0], args[1], type(loss).__name__, result, given))

    def batch(self, output: Any, target: Any, loss: Any = None) -> None:
        """
        Tells output and target of the training step under way, where the loss is a function or computed by hand. Costs
        next to nothing at steps that are not sampled.

        :param loss: of the micro-batch, a tensor of one element or a number
        """
        self._guarded(self._batch)(output, target, loss)

    def _batch(self, output, target, loss):
        if loss is not None:
            self._losses.append(_values.hold(loss))
        if self._sampling:
            self._tell_classes(self._sample.batch(output, target, None, None, "mean"))

    def _tell_classes(self, classes):
        if classes and not self._classes_told:
            self._classes_told = True
            self._run.observe(classes=classes)

    def _clipped(self, norm, most):
        self._norm = _values.hold(norm)
        self._clip = most

    def _before_step(self):
        if self._sampling:
            self._sample.before_step(None if self._optimizer is None else self._optimizer(), self._count)

    def _after_step(self):
        self._complete(skipped=False)

    def _complete(self, skipped):
        """An optimizer step is done: what was seen of it waits for the call of log that belongs to it."""
        self._emit()
        moment = time.perf_counter()
        seen = Seen(self._count)
        model = self._model()
        if model is not None:
            seen.fields_known["trainingMode"] = model.training
        if self._examples:
            seen.fields_known["batchSize"] = self._examples
        if skipped:
            seen.fields_known["skippedByLossScaler"] = True
        if self._norm is not None:
            seen.held["gradientNorm"] = self._norm
        seen.losses = self._losses
        optimizer = None if self._optimizer is None else self._optimizer()
        seen.held.update(_optimizer.held(optimizer, None if self._scaler is None else self._scaler()))
        sampled = self._sampling
        if sampled:
            self._sample.finish(seen, optimizer)
            self._sampling = False
            if optimizer is not None and seen.optimizer:
                seen.optimizer.update(_optimizer.settings(optimizer, self._clip))
        self._time(seen, moment, sampled)
        self._pending = seen
        self._count += 1
        self._begin_step()

    def _time(self, seen, moment, sampled):
        self.schedule.watched(self._fixed_seconds)
        self._fixed_seconds = 0.0
        if self._stepped_at is not None:
            seconds = moment - self._stepped_at
            seen.fields_known["durationMillis"] = seconds * 1000
            if not sampled:
                self.schedule.stepped(seconds)
            else:
                self.schedule.stepped(max(0.0, seconds - self._sample.host_seconds))
        if sampled:
            index = self._count
            seen.on_cost = lambda seconds: self.schedule.charge(seconds, index)
            self.schedule.sampled(self._count, self._sample.host_seconds)
        self._stepped_at = time.perf_counter() if sampled else moment

    def _scaler_step(self, original):
        # A scaler does not call the step of the optimizer when it found an overflow: that is how a skipped step is known.
        def step(scaler, optimizer, *args, **kwargs):
            before = self._count
            result = original(optimizer, *args, **kwargs)
            if self._optimizer is not None and optimizer is self._optimizer() and self._count == before:
                self._guarded(lambda: self._complete(skipped=True))()
            return result

        return step

    def current_step(self, training: bool) -> int:
        """The number of the step that a call of log without one means."""
        if not training or self._optimizer is None:
            return max(self._count + self._offset, self._last_number + 1)
        if self._pending is not None:
            return max(self._pending.index + self._offset, self._last_number + 1)
        return self._last_number if self._last_number >= 0 else self._count + self._offset

    def take(self, step: int) -> Optional[Seen]:
        """The optimizer step, as seen, that a call of log with this number belongs to; None where nothing waits."""
        if self._optimizer is None:
            self._last_number = step - 1
            self._guarded(self._before_step)()
            self._guarded(self._after_step)()
        with self._lock:
            seen, self._pending = self._pending, None
        self._offset = step - (seen.index if seen is not None else self._count)
        self._last_number = step
        return seen

    def _emit(self):
        """Sends what waits by itself, where no call of log came for it."""
        with self._lock:
            seen, self._pending = self._pending, None
        if seen is None:
            return
        step = max(seen.index + self._offset, self._last_number + 1)
        self._offset = step - seen.index
        self._last_number = step
        self._run._numbering.next_step = step + 1
        self._run._sender.put(_entries.LogEntry(int(time.time() * 1000), step, [], None, seen))

    def take_evaluation(self, items: Any) -> Optional[dict[str, Any]]:
        """The modes in which the network was evaluated since the last time, as fields; ``items`` are those of a log call."""
        if items is not None and all(target.split in (None, "TRAIN") for target, _ in items):
            return None
        return self._modes.take()

    def close(self) -> None:
        """Removes all hooks, and sends what waits."""
        if self._active:
            self._active = False
            self._drop_sample()
            self._hooks.remove()
            self._emit()

    def forget(self) -> None:
        """In a forked child: does nothing any more."""
        self._active = False
