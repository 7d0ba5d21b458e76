import argparse
import copy
import dataclasses
import json
import math
import pickle
import unittest
from unittest import mock

from .case import AgentCase
import gradwatch


class DescribedCase(AgentCase):
    def started(self):
        return self.agent.events("started")

    def await_started(self, condition, what):
        self.agent.await_that(lambda: any(condition(one) for one in self.started()), what)


class ConfigTest(DescribedCase):
    def test_entries_are_attributes_and_changes_are_sent(self):
        run = self.run_of(config={"lr": 0.1, "model": {"depth": 3, "width": 8}})
        self.assertEqual((run.config["lr"], run.config.lr, run.config.model.depth), (0.1, 0.1, 3))
        run.config.lr = 0.2
        run.config["model"]["depth"] = 4
        run.config.update(argparse.Namespace(batch_size=32), seed=1)
        del run.config.model["width"]
        run.config.setdefault("epochs", 5)
        run.finish()
        self.agent.await_end()
        self.assertEqual(
            self.started()[-1]["hyperparameters"],
            {"lr": "0.2", "model.depth": "4", "batch_size": "32", "seed": "1", "epochs": "5"},
        )

    def test_many_changes_are_said_in_few_records(self):
        run = self.run_of()
        for i in range(500):
            run.config[f"k{i}"] = i
        run.finish()
        self.agent.await_end()
        self.assertEqual(len(self.started()[-1]["hyperparameters"]), 500)
        self.assertLess(len(self.started()), 100)

    def test_it_is_a_dict_to_others(self):
        run = self.run_of(config={"lr": 0.1, "model": {"depth": 3}})
        self.assertEqual(json.loads(json.dumps(run.config)), {"lr": 0.1, "model": {"depth": 3}})
        self.assertEqual(dict(**run.config)["lr"], 0.1)
        self.assertEqual(pickle.loads(pickle.dumps(run.config)), {"lr": 0.1, "model": {"depth": 3}})
        self.assertIs(type(copy.deepcopy(run.config)), dict)
        self.assertIs(type(run.config.as_dict()["model"]), dict)
        self.assertFalse(hasattr(run.config, "missing"))
        with self.assertRaises(KeyError):
            run.config["missing"]

    def test_what_is_no_configuration_is_left_out(self):
        run = self.run_of(config=17)
        run.config = {"lr": 1}
        run.config = 18
        run.describe(config="text")
        self.assertEqual(run.config, {"lr": 1})
        self.assertEqual(run.ignored_values, 3)

    def test_description_keeps_nested_entries_that_it_does_not_name(self):
        @dataclasses.dataclass
        class Given:
            depth: int = 3

        run = self.run_of(config=Given())
        run.describe(config={"model": {"a": 1, "b": 2}})
        run.describe(config={"model": {"b": 3}})
        self.assertEqual(run.config, {"depth": 3, "model": {"a": 1, "b": 3}})


class WordsTest(DescribedCase):
    def test_tags_notes_and_group_are_sent_and_set_later(self):
        run = self.run_of(name="digits", tags=["a", "<b>", "a", " "], notes="one\ntwo", group="sweep-1")
        self.assertEqual((run.tags, run.notes, run.group), (("a", "<b>"), "one\ntwo", "sweep-1"))
        self.await_started(lambda one: True, "the start")
        first = self.started()[0]
        self.assertEqual((first["tags"], first["notes"], first["group"]), (["a", "<b>"], "one\ntwo", "sweep-1"))
        run.tags += ("later",)
        run.notes = None
        run.group = "sweep-2"
        run.finish()
        self.agent.await_end()
        last = self.started()[-1]
        self.assertEqual((last["tags"], last["notes"], last["group"]), (["a", "<b>", "later"], "", "sweep-2"))
        self.assertNotIn("tags", last["hyperparameters"])

    def test_environment_says_them_where_the_job_does_not(self):
        environment = self.environment(GRADWATCH_TAGS="night, b", GRADWATCH_NOTES="n", GRADWATCH_GROUP="g")
        run = self.run_of(environment, group="own")
        self.assertEqual((run.tags, run.notes, run.group), (("night", "b"), "n", "own"))

    def test_absurd_words_never_raise(self):
        class Hostile:
            def __str__(self):
                raise RuntimeError("no text")

        run = self.run_of(tags=5, notes=Hostile(), group=["x"])
        run.tags = 7
        run.tags = "one"
        self.assertEqual((run.tags, run.notes, run.group), (("one",), "<Hostile>", "['x']"))
        run.tags = [f"t{i}" for i in range(100)]
        self.assertEqual(len(run.tags), 64)
        run.notes = "x" * 10_000
        self.assertEqual(len(run.notes), 4_096)


class SummaryTest(DescribedCase):
    def test_last_values_and_what_is_defined_are_sent_before_the_end(self):
        run = self.run_of()
        run.define_metric("val/loss", summary="min", goal="minimize")
        run.define_metric("val/acc", goal="maximize")
        run.define_metric("speed", summary="mean,max")
        run.define_metric("secret*", summary="none", hidden=True)
        for loss, accuracy, speed in ((3.0, 0.5, 10), (1.0, 0.9, 20), (2.0, 0.8, 60)):
            run.log({"loss": loss, "speed": speed, "secret/x": 1})
            run.log({"val/loss": loss, "val/acc": accuracy})
        run.evaluation("test", loss=0.7, metrics={"acc": 0.6})
        run.summary["epochs_to_goal"] = 7
        run.summary.best = 0.25
        run.summary["text"] = "no number"
        run.finish()
        self.agent.await_end()
        expected = {
            "loss": 2.0, "val/loss": 1.0, "val/acc": 0.9, "speed.mean": 30.0, "speed.max": 60.0, "test/loss": 0.7,
            "test/acc": 0.6, "epochs_to_goal": 7.0, "best": 0.25,
        }
        self.assertEqual(self.started()[-1]["summary"], expected)
        self.assertEqual(run.summary, expected)
        self.assertEqual(run.ignored_values, 1)
        definitions = {one["name"]: one for one in self.started()[-1]["metrics"]}
        self.assertEqual(
            definitions["train-val/accuracy"],
            {"name": "train-val/accuracy", "summary": "best", "goal": "maximize", "stepMetric": "", "hidden": False},
        )
        self.assertTrue(definitions["secret/x"]["hidden"])
        self.assertNotIn("loss", definitions)
        self.assertIn("ended", self.agent.records[-1])

    def test_what_the_job_sets_stays(self):
        run = self.run_of()
        run.summary["loss"] = 0.1
        run.log({"loss": 5.0})
        run.finish()
        self.assertEqual(run.summary, {"loss": 0.1})

    def test_values_that_are_not_finite(self):
        run = self.run_of()
        run.define_metric("m", summary="last,min,max,mean")
        for value in (1.0, math.inf, 3.0, math.nan):
            run.log({"loss": value, "m": value})
        run.finish()
        self.agent.await_end()
        summary = self.started()[-1]["summary"]
        self.assertEqual((summary["loss"], summary["m.last"], summary["m.mean"]), ("NaN", "NaN", "NaN"))
        self.assertEqual((summary["m.min"], summary["m.max"]), (1.0, 3.0))

    def test_definition_after_the_values_counts_too(self):
        run = self.run_of()
        run.log({"m": 3.0})
        run.log({"m": 1.0})
        run.log({"m": 2.0})
        self.agent.await_that(lambda: run.summary.get("m") == 2.0, "the value")
        run.define_metric("*", summary="max")
        self.assertEqual(run.summary, {"m": 3.0})

    def test_definitions_that_cannot_be_used_never_raise(self):
        run = self.run_of()
        run.define_metric("a*b", summary="min")
        run.define_metric("m", summary="median", goal="up", step_metric=object())
        run.define_metric(None)
        run.log({"m": 1.0, "None": 2.0})
        run.finish()
        self.assertEqual(run.summary, {"m": 1.0, "None": 2.0})
        self.assertEqual(run.ignored_values, 3)

    def test_summary_is_bounded(self):
        run = self.run_of()
        for i in range(3):
            run.log({f"m{i}-{j}": 1.0 for j in range(900)})
        run.finish()
        self.assertEqual(len(run.summary), 1_000)


class StepMetricTest(DescribedCase):
    def test_metric_that_counts_steps_is_the_step(self):
        run = self.run_of()
        run.define_metric("*", step_metric="trainer/global_step")
        run.log({"loss": 1.0, "trainer/global_step": 40})
        run.log({"val/loss": 2.0, "trainer/global_step": 41})
        run.log({"loss": 3.0, "trainer/global_step": 77}, step=50)
        run.finish()
        self.agent.await_end()
        self.assertEqual([(one["step"], one["loss"]) for one in self.steps()], [(40, 1.0), (50, 3.0)])
        self.assertTrue(all("metrics" not in one for one in self.steps()))
        self.assertEqual(self.agent.events("evaluation")[0]["step"], 41)

    def test_epoch_goes_to_the_evaluation(self):
        run = self.run_of()
        run.define_metric("val/*", step_metric="epoch")
        run.log({"loss": 1.0})
        run.log({"val/loss": 2.0, "epoch": 3})
        run.finish()
        self.agent.await_end()
        self.assertEqual(len(self.steps()), 1)
        self.assertEqual(
            self.agent.events("evaluation"), [{"step": 1, "split": "TRAIN_VAL", "loss": 2.0, "epoch": 3.0}]
        )


class ShownTest(DescribedCase):
    def test_card_escapes_every_name(self):
        self.agent.page_url = "http://127.0.0.1:1/runs/r?a='\"<b>"
        run = self.run_of(name="<script>x</script>", project="a&b", quiet=True)
        run.log({"loss": 0.123456789})
        self.agent.await_that(lambda: self.agent.events("step"), "a step")
        card = run._repr_html_()
        self.assertNotIn("<script", card)
        self.assertIn("&lt;script&gt;x&lt;/script&gt;", card)
        self.assertIn("a&amp;b", card)
        self.assertIn('href="http://127.0.0.1:1/runs/r?a=&#x27;&quot;&lt;b&gt;"', card)
        self.assertIn("running", card)
        self.assertIn("last loss 0.123457", card)
        run.finish(failed=True)
        self.assertIn("failed", run._repr_html_())

    def test_repr_says_what_it_is(self):
        run = self.run_of(name="digits", project="vision")
        run.log({"loss": 1.0}, step=41)
        self.agent.await_that(lambda: self.agent.events("step"), "a step")
        self.assertEqual(repr(run), "<gradwatch.Run r 'digits' of vision: running, step 41>")
        run.finish()
        self.assertEqual(repr(run), "<gradwatch.Run r 'digits' of vision: finished, step 41>")
        self.assertEqual(run.status, "finished")

    def test_run_is_a_context(self):
        with self.assertRaises(ValueError), self.run_of() as run:
            raise ValueError("no")
        self.assertEqual(run.status, "failed")
        self.assertEqual(self.agent.await_end()["exception"], "ValueError")


class ModuleTest(DescribedCase):
    def test_current_run_is_that_of_the_module(self):
        with mock.patch.dict("os.environ", self.environment()):
            run = gradwatch.init(name="n", id="m", tags="one", quiet=True)
        self.addCleanup(setattr, gradwatch, "run", None)
        self.assertIs(gradwatch.run, run)
        gradwatch.define_metric("m", summary="max")
        gradwatch.log({"m": 2.0})
        gradwatch.log({"m": 1.0})
        gradwatch.finish()
        self.agent.await_end()
        self.assertEqual(self.started()[-1]["summary"], {"m": 2.0})
        self.assertEqual(self.started()[-1]["tags"], ["one"])


if __name__ == "__main__":
    unittest.main()
