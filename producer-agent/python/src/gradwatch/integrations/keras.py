"""
For Keras::

    model.fit(..., callbacks=[GradwatchCallback(project="vision", name="mnist")])
"""

from __future__ import annotations

from typing import Any, Optional

import gradwatch
import keras


class GradwatchCallback(keras.callbacks.Callback):
    """
    Records loss and metrics of each batch, the learning rate, and the validation at the end of each epoch. The loss that
    Keras tells a callback is the mean of the epoch so far; this one takes the batch's own share out of it.

    :param run: a run that was started before; None starts one with the keyword arguments of :func:`gradwatch.init`
    """

    def __init__(self, run: Optional[gradwatch.Run] = None, **init: Any) -> None:
        super().__init__()
        self.run = run
        self._owned = run is None
        self._init = init
        self._step = 0
        self._epoch = 0
        self._means = {}

    def on_train_begin(self, logs=None):
        if self.run is None:
            self.run = gradwatch.init(**self._init)
        self._declare()

    def _declare(self):
        layers = [
            {
                "name": str(layer.name),
                "type": type(layer).__name__,
                "parameters": int(sum(_size(weight) for weight in layer.trainable_weights)),
                "activation": getattr(getattr(layer, "activation", None), "__name__", "") or "",
            }
            for layer in getattr(self.model, "layers", [])
        ]
        optimizer = getattr(self.model, "optimizer", None)
        config = {} if optimizer is None else {"optimizer": type(optimizer).__name__, "lr": _rate(optimizer)}
        loss = getattr(self.model, "loss", None)
        if loss is not None:
            config["loss"] = loss if isinstance(loss, str) else getattr(loss, "name", type(loss).__name__)
        self.run.observe(
            layers=layers,
            hyperparameters={name: str(value) for name, value in config.items() if value is not None},
            framework="keras",
            frameworkVersion=str(getattr(keras, "__version__", "")),
        )

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch
        self._means = {}

    def on_train_batch_end(self, batch, logs=None):
        values = {name: self._own(name, batch, value) for name, value in dict(logs or {}).items()}
        rate = _rate(getattr(self.model, "optimizer", None))
        if rate is not None:
            values["lr"] = rate
        self.run.log({**values, "epoch": self._epoch}, step=self._step)
        self._step += 1
        if self.run.should_stop:
            self.model.stop_training = True

    def _own(self, name, batch, mean):
        """Of running means m over n batches, the last batch's value is n m(n) - (n - 1) m(n - 1)."""
        before = self._means.get(name, 0.0)
        self._means[name] = mean = float(mean)
        if before != before or abs(before) == float("inf"):
            return mean
        return (batch + 1) * mean - batch * before

    def on_epoch_end(self, epoch, logs=None):
        evaluated = {name: value for name, value in dict(logs or {}).items() if name.startswith("val_")}
        if evaluated:
            self.run.log({**evaluated, "val_epoch": epoch + 1}, step=self._step)

    def on_train_end(self, logs=None):
        if self._owned and self.run is not None:
            self.run.finish()
            self.run = None


def _size(weight):
    size = 1
    for length in weight.shape:
        size *= int(length)
    return size


def _rate(optimizer):
    """The rate as a number; None where there is none, or where it is a schedule that does not tell."""
    rate = getattr(optimizer, "learning_rate", None)
    try:
        return None if rate is None else float(rate)
    except (TypeError, ValueError):
        return None
