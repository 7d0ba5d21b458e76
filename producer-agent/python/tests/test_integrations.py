"""
The callbacks against stand-ins of their base classes, made from the documentation of the frameworks, which need
not be installed where these tests run.
"""

import importlib
import os
import sys
import tempfile
import types
from unittest import mock

from .case import AgentCase


def module(name, **contents):
    found = types.ModuleType(name)
    found.__dict__.update(contents)
    return found


class TrainerCallback:
    """transformers.TrainerCallback: each event gets args, state, control and keyword arguments."""

    def on_train_begin(self, args, state, control, **kwargs):
        pass


class Trainer:
    """Calls what transformers.Trainer calls, with the same names of arguments."""

    def __init__(self, callback, model=None, optimizer=None):
        self.callback = callback
        self.more = {"model": model, "optimizer": optimizer}
        self.args = types.SimpleNamespace(run_name="bert", to_sanitized_dict=lambda: {"learning_rate": 0.1})
        self.state = types.SimpleNamespace(global_step=0, is_world_process_zero=True)
        self.control = types.SimpleNamespace(should_training_stop=False, should_save=False)

    def call(self, event, **kwargs):
        getattr(self.callback, event)(self.args, self.state, self.control, **self.more, **kwargs)


class HuggingFaceTest(AgentCase):
    def setUp(self):
        super().setUp()
        with mock.patch.dict(sys.modules, {"transformers": module("transformers", TrainerCallback=TrainerCallback)}):
            sys.modules.pop("gradwatch.integrations.huggingface", None)
            self.module = importlib.import_module("gradwatch.integrations.huggingface")

    def test_logs_evaluates_stops_and_saves(self):
        run = self.run_of(stop_on="critical", save_checkpoint_on="critical")
        trainer = Trainer(self.module.GradwatchCallback(run))
        trainer.call("on_train_begin")
        trainer.state.global_step = 10
        logs = {"loss": 0.5, "learning_rate": 0.1, "grad_norm": 1.5, "epoch": 0.5, "total_flos": 1}
        trainer.call("on_log", logs=logs)
        self.assertEqual(len(logs), 5)
        trainer.call("on_log", logs={"eval_loss": 0.4, "eval_accuracy": 0.9, "eval_runtime": 1.0, "epoch": 0.5})
        trainer.call("on_log", logs={"train_runtime": 9.0, "train_loss": 0.45, "epoch": 1.0})
        trainer.call("on_step_end")
        self.assertFalse(trainer.control.should_training_stop)
        self.agent.await_that(lambda: run._sender._ready, "the agent")
        self.agent.say({"type": "alert", "alertId": "a", "severity": "CRITICAL", "state": "FIRING"})
        self.agent.await_that(lambda: run.should_stop, "the alert")
        trainer.call("on_step_end")
        self.assertTrue(trainer.control.should_training_stop and trainer.control.should_save)
        trainer.call("on_train_end")
        run.finish()
        self.agent.await_end()
        step, = self.steps()
        self.assertEqual((step["step"], step["loss"], step["learningRate"], step["gradientNorm"]), (9, 0.5, 0.1, 1.5))
        evaluation, = self.agent.events("evaluation")
        self.assertEqual((evaluation["step"], evaluation["loss"]), (10, 0.4))
        self.assertEqual(evaluation["metrics"], {"accuracy": 0.9, "runtime": 1.0})

    def test_tells_what_was_saved_where_it_is_found(self):
        run = self.run_of()
        trainer = Trainer(self.module.GradwatchCallback(run))
        with tempfile.TemporaryDirectory() as folder:
            trainer.args.output_dir = folder
            trainer.state.global_step = 10
            os.mkdir(os.path.join(folder, "checkpoint-10"))
            trainer.call("on_save")
            trainer.state.is_world_process_zero = False
            trainer.call("on_save")
            trainer.state.is_world_process_zero = True
            trainer.state.global_step = 20
            trainer.call("on_save")
        run.finish()
        self.agent.await_end()
        saved, = self.agent.events("checkpoint")
        self.assertEqual(saved, {"step": 10, "path": os.path.join(folder, "checkpoint-10")})

    def test_starts_and_ends_a_run_of_its_own(self):
        with mock.patch.dict("os.environ", self.environment()):
            trainer = Trainer(self.module.GradwatchCallback(project="nlp", id="own"))
            trainer.call("on_train_begin")
            trainer.call("on_train_end")
        self.assertEqual(self.agent.await_end()["outcome"], "FINISHED")
        started = self.agent.events("started")[0]
        self.assertEqual((started["name"], started["project"]), ("bert", "nlp"))
        self.assertEqual(started["hyperparameters"], {"learning_rate": "0.1"})


class LightningTest(AgentCase):
    def setUp(self):
        super().setUp()

        class Logger:
            """lightning.pytorch.loggers.logger.Logger: abstract name, version, log_metrics, log_hyperparams."""

        class Callback:
            """lightning.pytorch.callbacks.Callback."""

        modules = {
            "lightning": module("lightning"),
            "lightning.pytorch": module("lightning.pytorch"),
            "lightning.pytorch.callbacks": module("lightning.pytorch.callbacks", Callback=Callback),
            "lightning.pytorch.loggers": module("lightning.pytorch.loggers"),
            "lightning.pytorch.loggers.logger": module("lightning.pytorch.loggers.logger", Logger=Logger),
        }
        with mock.patch.dict(sys.modules, modules):
            sys.modules.pop("gradwatch.integrations.lightning", None)
            self.module = importlib.import_module("gradwatch.integrations.lightning")

    def test_logger(self):
        with mock.patch.dict("os.environ", self.environment()):
            logger = self.module.GradwatchLogger(project="vision", id="own")
            logger.log_hyperparams({"lr": 0.1})
            logger.log_metrics({"train_loss_step": 0.5, "lr-Adam": 0.1, "epoch": 2}, step=49)
            logger.log_metrics({"val_loss": 0.4, "val_acc": 0.9, "epoch": 2}, step=49)
            self.assertEqual((logger.name, logger.version), ("vision", "own"))
            logger.finalize("success")
        self.assertEqual(self.agent.await_end()["outcome"], "FINISHED")
        step, = self.steps()
        self.assertEqual((step["step"], step["loss"], step["learningRate"], step["epoch"]), (49, 0.5, 0.1, 2.0))
        evaluation, = self.agent.events("evaluation")
        self.assertEqual((evaluation["step"], evaluation["loss"], evaluation["metrics"]), (50, 0.4, {"accuracy": 0.9}))
        self.assertEqual(self.agent.events("started")[0]["hyperparameters"], {"lr": "0.1"})

    def test_callback_stops_saves_and_tells_exceptions(self):
        run = self.run_of(stop_on="nan", save_checkpoint_on="nan")
        callback = self.module.GradwatchCallback(run)
        saved = []
        trainer = types.SimpleNamespace(
            optimizers=[], should_stop=False, global_step=7, default_root_dir="/d", save_checkpoint=saved.append,
            checkpoint_callback=types.SimpleNamespace(dirpath=None),
        )
        self.agent.await_that(lambda: run._sender._ready, "the agent")
        self.agent.say({"type": "alert", "alertId": "a", "alertClass": "nan", "state": "FIRING"})
        self.agent.await_that(lambda: run.should_stop, "the alert")
        callback.on_train_batch_end(trainer, None, None, None, 0)
        self.assertTrue(trainer.should_stop)
        self.assertEqual(saved, ["/d/gradwatch-step=7.ckpt"])
        callback.on_exception(trainer, None, ValueError("x"))
        self.assertEqual(self.agent.await_end()["exception"], "ValueError")
        self.assertEqual(self.agent.events("checkpoint"), [{"step": 7, "path": "/d/gradwatch-step=7.ckpt"}])

    def test_logger_tells_what_model_checkpoint_saved(self):
        run = self.run_of()
        logger = self.module.GradwatchLogger(run)
        saved = types.SimpleNamespace(
            _last_checkpoint_saved="/d/a.ckpt", _last_global_step_saved=50, monitor="val_loss", current_score=0.25
        )
        logger.after_save_checkpoint(saved)
        logger.after_save_checkpoint(types.SimpleNamespace(_last_checkpoint_saved="/d/b.ckpt", monitor=None))
        logger.after_save_checkpoint(types.SimpleNamespace(_last_checkpoint_saved=""))
        run.finish()
        self.agent.await_end()
        first, second = self.agent.events("checkpoint")
        self.assertEqual(first, {"step": 50, "path": "/d/a.ckpt", "metrics": {"val_loss": 0.25}})
        self.assertEqual(second["path"], "/d/b.ckpt")


class KerasTest(AgentCase):
    def setUp(self):
        super().setUp()

        class Callback:
            """keras.callbacks.Callback: the model is set before training begins."""

            model = None

        keras = module("keras", callbacks=module("keras.callbacks", Callback=Callback), __version__="3.0")
        with mock.patch.dict(sys.modules, {"keras": keras, "keras.callbacks": keras.callbacks}):
            sys.modules.pop("gradwatch.integrations.keras", None)
            self.module = importlib.import_module("gradwatch.integrations.keras")

    def test_batches_epochs_and_layers(self):
        def relu():
            pass

        dense = types.SimpleNamespace(
            name="dense", activation=relu, trainable_weights=[types.SimpleNamespace(shape=(3, 4))]
        )
        run = self.run_of()
        callback = self.module.GradwatchCallback(run)
        callback.model = types.SimpleNamespace(
            layers=[dense], optimizer=types.SimpleNamespace(learning_rate=0.01), loss="mse", stop_training=False
        )
        callback.on_train_begin()
        losses = [4.0, 2.0, 6.0]
        for epoch in range(2):
            callback.on_epoch_begin(epoch)
            for batch in range(3):
                callback.on_train_batch_end(batch, {"loss": sum(losses[: batch + 1]) / (batch + 1), "accuracy": 0.5})
            callback.on_epoch_end(epoch, {"loss": 4.0, "val_loss": 3.0, "val_accuracy": 0.75})
        callback.on_train_end()
        run.finish()
        self.agent.await_end()
        self.assertEqual([round(step["loss"], 9) for step in self.steps()], losses * 2)
        self.assertEqual([step["step"] for step in self.steps()], list(range(6)))
        self.assertEqual((self.steps()[3]["epoch"], self.steps()[3]["learningRate"]), (1.0, 0.01))
        evaluation = self.agent.events("evaluation")[1]
        self.assertEqual((evaluation["step"], evaluation["loss"], evaluation["epoch"]), (6, 3.0, 2.0))
        started = self.agent.events("started")[-1]
        self.assertEqual((started["framework"], started["frameworkVersion"]), ("keras", "3.0"))
        self.assertEqual(started["layers"], [{"name": "dense", "type": "SimpleNamespace", "parameters": 12, "activation": "relu"}])
        self.assertEqual(started["hyperparameters"], {"optimizer": "SimpleNamespace", "lr": "0.01", "loss": "mse"})

    def test_nan_stays_nan(self):
        run = self.run_of()
        callback = self.module.GradwatchCallback(run)
        callback.model = types.SimpleNamespace(layers=[], optimizer=None, loss=None)
        callback.on_train_begin()
        for batch in range(2):
            callback.on_train_batch_end(batch, {"loss": float("nan")})
        run.finish()
        self.agent.await_end()
        self.assertEqual([step["loss"] for step in self.steps()], ["NaN", "NaN"])
