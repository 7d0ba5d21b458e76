import math
import pathlib
import threading

from .case import AgentCase


class RunTest(AgentCase):
    def test_records_arrive_in_order_and_numbered(self):
        run = self.run_of(name="digits", project="demo", config={"lr": 0.1, "model": {"depth": 3}}, classes=10)
        for step in range(100):
            run.log({"loss": 1.0 / (step + 1), "lr": 0.1, "acc": 0.5})
        run.log({"val/loss": 0.4, "val/acc": 0.9, "test/loss": 0.5})
        run.finish()
        self.assertEqual(self.agent.await_end(), {"outcome": "FINISHED", "step": 99, "droppedRecords": 0})
        started = self.agent.events("started")[0]
        self.assertEqual(started["name"], "digits")
        self.assertEqual(started["hyperparameters"], {"lr": "0.1", "model.depth": "3"})
        self.assertEqual(started["classes"], 10)
        steps = self.steps()
        self.assertEqual([step["step"] for step in steps], list(range(100)))
        self.assertEqual(steps[9]["loss"], 0.1)
        self.assertEqual(steps[9]["metrics"], {"accuracy": 0.5})
        evaluations = self.agent.events("evaluation")
        self.assertEqual([one["split"] for one in evaluations], ["TRAIN_VAL", "TEST"])
        self.assertEqual(evaluations[0], {"step": 100, "split": "TRAIN_VAL", "loss": 0.4, "metrics": {"accuracy": 0.9}})
        self.assertEqual([record["seq"] for record in self.agent.records], list(range(len(self.agent.records))))

    def test_alerts_of_the_job_are_notices(self):
        run = self.run_of()
        run.log({"loss": 1})
        run.alert("disk", "3 % left", level="WARN")
        run.alert(None, object(), level="loud")
        run.finish()
        run.alert("late")
        self.agent.await_end()
        first, second = self.agent.events("notice")
        self.assertEqual(first, {"title": "disk", "text": "3 % left", "level": "WARNING", "step": 1})
        self.assertEqual((second["title"], second["level"]), ("None", "INFO"))
        self.assertEqual(run.ignored_values, 1)
        self.assertEqual(run.dropped_records, 1)

    def test_checkpoints_are_told(self):
        run = self.run_of()
        run.log({"loss": 1})
        run.checkpoint("ckpt/1.pt", metrics={"val/loss": 0.5, "bad": "x", "nan": math.nan}, size_bytes=4096)
        run.checkpoint(pathlib.Path("ckpt") / "7.pt", step=7, size_bytes=-1)
        run.checkpoint(None)
        run.checkpoint(" ")
        run.finish()
        run.checkpoint("late")
        self.agent.await_end()
        first, second = self.agent.events("checkpoint")
        self.assertEqual(
            first, {"step": 1, "path": "ckpt/1.pt", "sizeBytes": 4096, "metrics": {"val/loss": 0.5, "nan": "NaN"}}
        )
        self.assertEqual(second, {"step": 7, "path": "ckpt/7.pt"})
        self.assertEqual(run.ignored_values, 4)
        self.assertEqual(run.dropped_records, 1)

    def test_checkpoint_keeps_its_place_between_steps(self):
        run = self.run_of()
        for step in range(3):
            run.log({"loss": 1.0})
            run.checkpoint(f"{step}.pt")
        run.finish()
        self.agent.await_end()
        kinds = [kind for record in self.agent.records for kind in ("step", "checkpoint") if kind in record]
        self.assertEqual(kinds, ["step", "checkpoint"] * 3)

    def test_values_that_are_not_finite_travel(self):
        run = self.run_of()
        run.log({"loss": math.nan, "lr": math.inf, "x": -math.inf})
        run.finish()
        self.agent.await_end()
        step = self.steps()[0]
        self.assertEqual((step["loss"], step["learningRate"], step["metrics"]["x"]), ("NaN", "Infinity", "-Infinity"))

    def test_what_is_no_number_is_counted_and_the_rest_is_sent(self):
        run = self.run_of()
        run.log({"loss": 1, "a": "text", "b": None, "c": [1], "d": 1j, "e": object(), "f": 10**400, 7: 2.0})
        run.log("not a mapping")
        run.log(None)
        run.log({"loss": 2, "batch_size": -5, "tokens": 1.5}, step=-3)
        run.log({"loss": 3}, step="five")
        run.log({"loss": 4}, step=7.0)
        run.log({})
        run.evaluation("moon", loss="x", metrics={"m": 1, "n": "y"}, error_types={"blurry": 0.2, "wrong": 7})
        run.finish()
        self.agent.await_end()
        self.assertEqual([(step["step"], step["loss"]) for step in self.steps()], [(0, 1.0), (1, 2.0), (2, 3.0), (7, 4.0)])
        self.assertEqual(self.steps()[0]["metrics"], {"7": 2.0})
        self.assertGreaterEqual(run.ignored_values, 12)
        self.assertEqual(run.dropped_records, 2)
        evaluation = self.agent.events("evaluation")[0]
        self.assertEqual(evaluation["split"], "UNKNOWN")
        self.assertEqual(evaluation["metrics"], {"m": 1.0})
        self.assertEqual(evaluation["errorTypes"], [{"name": "blurry", "share": 0.2}])

    def test_absurd_descriptions_never_raise(self):
        class Hostile:
            def __str__(self):
                raise RuntimeError("no text")

        loop = {}
        loop["again"] = loop
        run = self.run_of(
            name=Hostile(), project="\ud800", config={"h": Hostile(), "loop": loop}, classes="ten", goal_error=7,
            baseline_loss=math.nan, references=[{"name": "x"}, 3], tags=["a", "b"],
        )
        run.finish()
        self.agent.await_end()
        started = self.agent.events("started")[0]
        self.assertEqual(started["tags"], ["a", "b"])
        self.assertNotIn("goalError", started)
        self.assertEqual(started["references"], [])

    def test_log_after_finish_counts(self):
        run = self.run_of()
        run.finish()
        run.log({"loss": 1})
        run.evaluation("val", loss=1)
        run.finish(failed=True)
        self.assertEqual(run.dropped_records, 2)
        self.assertEqual(self.agent.await_end()["outcome"], "FINISHED")
        self.assertEqual(self.steps(), [])

    def test_several_threads(self):
        run = self.run_of()

        def log():
            for _ in range(500):
                run.log({"loss": 1.0}, step=3)

        threads = [threading.Thread(target=log) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        run.finish()
        self.agent.await_end()
        self.assertEqual(len(self.steps()), 4000)

    def test_durations_are_told_between_steps_but_not_over_evaluations(self):
        run = self.run_of()
        for step in range(3):
            run.log({"loss": 1.0})
        run.log({"val/loss": 1.0})
        run.log({"loss": 1.0})
        run.log({"loss": 1.0}, step=14)
        run.finish()
        self.agent.await_end()
        told = ["durationMillis" in step for step in self.steps()]
        self.assertEqual(told, [False, True, True, False, True])

    def test_hello_says_who_it_is(self):
        self.agent.attempt = 3
        environment = self.environment(RANK="2", WORLD_SIZE="4", GRADWATCH_AGENT_TOKEN="secret")
        run = self.run_of(environment)
        self.agent.await_that(lambda: run.attempt == 3, "the attempt")
        hello = self.agent.hellos[0]
        self.assertEqual((hello["rank"], hello["runId"], hello["token"]), (2, "r", "secret"))
        self.assertEqual((hello["attempt"], hello["alerts"], hello["protocol"]), (None, False, 1))


class ControlTest(AgentCase):
    ALERT = {
        "type": "alert", "alertId": "1", "detector": "non-finite", "alertClass": "nan", "severity": "CRITICAL",
        "state": "FIRING", "onsetStep": 10, "raisedStep": 12, "summary": "NaN", "causes": ["c"], "remedies": ["r"],
    }

    def test_alerts_stop_and_save_where_asked(self):
        heard = []
        run = self.run_of(stop_on=["critical"], save_checkpoint_on="nan")
        run.on_alert(heard.append)
        run.on_alert(lambda alert: 1 / 0)
        self.agent.await_that(lambda: self.agent.hellos and run._sender._ready, "the hello")
        self.assertTrue(self.agent.hellos[-1]["alerts"])
        self.assertFalse(run.should_stop)
        self.agent.say({**self.ALERT, "severity": "INFO", "alertClass": "other"})
        self.agent.await_that(lambda: len(heard) == 1, "the alert")
        self.assertFalse(run.should_stop)
        self.agent.say(self.ALERT)
        self.agent.say(self.ALERT)
        self.agent.await_that(lambda: run.should_stop, "the wish to stop")
        self.assertEqual(run.stop_reason.onset_step, 10)
        self.assertEqual(run.take_checkpoint_wish().detector, "non-finite")
        self.assertIsNone(run.take_checkpoint_wish())
        self.assertEqual(len(heard), 2)

    def test_asking_later_says_hello_again(self):
        run = self.run_of()
        run.log({"loss": 1.0})
        self.agent.await_that(lambda: self.agent.events("step"), "a step")
        run.on_alert(lambda alert: None)
        self.agent.await_that(lambda: any(hello["alerts"] for hello in self.agent.hellos), "the second hello")
        run.log({"loss": 1.0})
        run.finish()
        self.agent.await_end()
        self.assertEqual(len(self.steps()), 2)

    def test_nothing_stops_a_run_that_did_not_ask(self):
        run = self.run_of()
        self.agent.await_that(lambda: self.agent.hellos, "the hello")
        self.agent.say(self.ALERT)
        run.finish()
        self.assertFalse(run.should_stop)
