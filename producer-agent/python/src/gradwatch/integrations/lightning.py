"""
For Lightning. The logger is enough, and tells the checkpoints of ModelCheckpoint; the callback adds statistics of layers, and
stops the training where it is asked to::

    logger = GradwatchLogger(project="vision", name="resnet")
    trainer = Trainer(logger=logger, callbacks=[GradwatchCallback(logger)])
"""

from __future__ import annotations

from typing import Any, Optional, Union

import gradwatch

try:
    from lightning.pytorch.callbacks import Callback
    from lightning.pytorch.loggers.logger import Logger
except ImportError:
    from pytorch_lightning.callbacks import Callback
    from pytorch_lightning.loggers.logger import Logger


class GradwatchLogger(Logger):
    """Records what ``self.log`` of a LightningModule logs. Takes the keyword arguments of :func:`gradwatch.init`."""

    def __init__(self, run: Optional[gradwatch.Run] = None, **init: Any) -> None:
        super().__init__()
        self._run = run
        self._owned = run is None
        self._init = init

    @property
    def run(self) -> gradwatch.Run:
        """The run; started when it is first asked for."""
        if self._run is None:
            self._run = gradwatch.init(**self._init)
        return self._run

    @property
    def name(self) -> str:
        return self._init.get("project") or "gradwatch"

    @property
    def version(self) -> str:
        return self.run.id

    def log_hyperparams(self, params, *args, **kwargs):
        if self._run is None and "config" not in self._init:
            self._init["config"] = params
        else:
            self.run.describe(config=params)

    def log_metrics(self, metrics, step=None):
        metrics = dict(metrics)
        epoch = metrics.pop("epoch", None)
        evaluated = {name: value for name, value in metrics.items() if _evaluates(name)}
        trained = {name: value for name, value in metrics.items() if name not in evaluated}
        if evaluated:
            self.run.log(evaluated, step=None if step is None else step + 1)
        if trained:
            # Lightning also says loss_step and loss_epoch where a module logs both.
            named = {name[:-5] if name.endswith("_step") else name: value for name, value in trained.items()}
            self.run.log(named if epoch is None else {**named, "epoch": epoch}, step=step)

    def after_save_checkpoint(self, checkpoint_callback):
        """Lightning calls it on rank 0 when ModelCheckpoint has saved."""
        path = getattr(checkpoint_callback, "_last_checkpoint_saved", "")
        if not path:
            return
        name, score = getattr(checkpoint_callback, "monitor", None), getattr(checkpoint_callback, "current_score", None)
        self.run.checkpoint(
            path,
            step=getattr(checkpoint_callback, "_last_global_step_saved", None),
            metrics={name: score} if name and score is not None else None,
        )

    def finalize(self, status):
        if self._run is None or not self._owned:
            return
        if status == "success":
            self._run.finish()
        elif status == "failed":
            self._run.finish(failed=True)


def _evaluates(name):
    from gradwatch._names import target

    return target(name).split is not None


class GradwatchCallback(Callback):
    """
    Watches the model, tells an exception, and stops or saves where the run asks for it.

    :param logger: a GradwatchLogger, or a run
    :param watch: options of :meth:`gradwatch.Run.watch`
    """

    def __init__(self, logger: Union[GradwatchLogger, gradwatch.Run], **watch: Any) -> None:
        self._logger = logger
        self._watch = watch

    @property
    def run(self) -> gradwatch.Run:
        return self._logger.run if isinstance(self._logger, GradwatchLogger) else self._logger

    def on_train_start(self, trainer, pl_module):
        optimizers = trainer.optimizers
        self.run.watch(pl_module, optimizers[0] if len(optimizers) == 1 else None, **self._watch)

    def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx):
        if self.run.should_stop:
            trainer.should_stop = True
        wish = self.run.take_checkpoint_wish()
        if wish is not None and trainer.checkpoint_callback is not None:
            folder = trainer.checkpoint_callback.dirpath or trainer.default_root_dir
            path = f"{folder}/gradwatch-step={trainer.global_step}.ckpt"
            trainer.save_checkpoint(path)
            self.run.checkpoint(path, step=trainer.global_step)

    def on_exception(self, trainer, pl_module, exception):
        self.run.fail(exception)
