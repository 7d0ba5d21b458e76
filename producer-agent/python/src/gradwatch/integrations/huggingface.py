"""
For the Trainer of Hugging Face transformers::

    trainer = Trainer(..., callbacks=[GradwatchCallback(project="nlp", name="bert-tiny")])
"""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional, Union

import gradwatch
from transformers import TrainerCallback

LEFT_OUT = ("total_flos", "step")


class GradwatchCallback(TrainerCallback):
    """
    Logs what the Trainer logs, tells the checkpoints that it saves, ends the run with the training, and stops it or saves a
    checkpoint where ``stop_on`` and ``save_checkpoint_on`` ask for it. An exception ends the run as failed when the process ends by it.

    :param run: a run that was started before; None starts one with the keyword arguments of :func:`gradwatch.init`
    :param watch: whether to watch the model; options of :meth:`gradwatch.Run.watch` as a mapping
    """

    def __init__(
        self, run: Optional[gradwatch.Run] = None, watch: Union[bool, Mapping[str, Any]] = True, **init: Any
    ) -> None:
        self.run: Optional[gradwatch.Run] = run
        self._owned = run is None
        self._init = init
        self._watch = watch

    def on_train_begin(self, args, state, control, model=None, optimizer=None, **kwargs):
        if self.run is None:
            self._init.setdefault("name", getattr(args, "run_name", None))
            self._init.setdefault("config", _config(args))
            self.run = gradwatch.init(**self._init)
        if self._watch and model is not None:
            options = self._watch if isinstance(self._watch, dict) else {}
            self.run.watch(model, _innermost(optimizer), **options)

    def on_log(self, args, state, control, logs=None, **kwargs):
        if self.run is None or not logs:
            return
        # The Trainer hands the same dict to all callbacks, and some of them take things out of it.
        values = {name: value for name, value in dict(logs).items() if name not in LEFT_OUT}
        if "train_runtime" in values:
            # The summary at the end: means over the whole training, which are those of no step.
            return
        evaluated = {name: value for name, value in values.items() if name.startswith(("eval_", "test_"))}
        if evaluated:
            self.run.log(evaluated, step=state.global_step)
        else:
            self.run.log(values, step=max(0, state.global_step - 1))

    def on_save(self, args, state, control, **kwargs):
        # The Trainer says when it has saved, not where; a search of hyper-parameters has folders in between.
        path = os.path.join(str(args.output_dir), f"checkpoint-{state.global_step}")
        if self.run is not None and state.is_world_process_zero and os.path.isdir(path):
            self.run.checkpoint(path, step=state.global_step)

    def on_step_end(self, args, state, control, **kwargs):
        if self.run is None:
            return control
        if self.run.should_stop:
            control.should_training_stop = True
        if self.run.take_checkpoint_wish() is not None:
            control.should_save = True
        return control

    def on_train_end(self, args, state, control, **kwargs):
        if self.run is not None and self._owned:
            self.run.finish()
            self.run = None


def _innermost(optimizer):
    """Accelerate wraps the optimizer, and steps the one inside."""
    while optimizer is not None and hasattr(optimizer, "optimizer"):
        optimizer = optimizer.optimizer
    return optimizer


def _config(args):
    for name in ("to_sanitized_dict", "to_dict"):
        if hasattr(args, name):
            return getattr(args, name)()
    return vars(args)
