"""Runs whose agent comes late, goes away or falls behind."""

import os
import threading
import time
from unittest import mock

from .case import AgentCase, late_lines
from .fake_agent import FakeAgent
from gradwatch._doubts import Doubts
from gradwatch._identity import Identity
from gradwatch._sender import Sender
from gradwatch._address import Address
from gradwatch._backlog import Backlog


class OutageTest(AgentCase):
    def test_agent_comes_late(self):
        self.agent.die()
        run = self.run_of()
        for _ in range(50):
            run.log({"loss": 1.0})
        self.agent.listen()
        self.agent.await_that(lambda: len(self.agent.events("step")) == 50, "the steps")

    def test_agent_absent_costs_the_end_little(self):
        self.agent.die()
        run = self.run_of()
        run.log({"loss": 1.0})
        run._close_seconds = 120
        began = time.monotonic()
        run.finish()
        self.assertLess(time.monotonic() - began, 60)
        self.agent.listen()

    def test_run_that_ends_while_the_agent_is_away_leaves_its_records_for_the_next(self):
        run = self.run_of(name="digits")
        run.log({"val/loss": 1.0})
        self.agent.await_that(lambda: len(self.agent.records) == 2, "the first records")
        self.agent.await_that(lambda: not run._sender.waiting(), "their acknowledgement")
        self.agent.die()
        run.log({"loss": 2.0})
        run._close_seconds = 2
        with self.assertLogs("gradwatch", "WARNING") as said:
            run.finish()
        path = os.path.join(self.agent.folder, "late", f"{run._identity.session}.jsonl")
        self.assertTrue(any(path in line for line in said.output), said.output)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        hello, *records = late_lines(path)
        self.assertEqual((hello["type"], hello["runId"], hello["attempt"]), ("hello", "r", 0))
        self.assertNotIn("token", hello)
        self.assertEqual([record["seq"] for record in records], list(range(2, 2 + len(records))))
        self.assertEqual(records[0]["step"]["loss"], 2.0)
        self.assertEqual(records[-1]["ended"]["outcome"], "FINISHED")
        self.agent.listen()

    def test_disk_that_hangs_at_the_end_costs_no_more_time_and_what_is_not_kept_is_said(self):
        self.agent.die()
        hang = threading.Event()
        run = self.run_of()
        run.log({"loss": 1.0})
        run._close_seconds = 0.4
        with mock.patch("gradwatch._late.make_folder", side_effect=lambda folder: hang.wait(10)):
            with self.assertLogs("gradwatch", "WARNING"):
                run.finish()
            self.assertGreater(run._sender.left[0], 0)
            hang.set()
            run._sender._thread.join(10)
        self.agent.listen()

    def test_folder_that_others_may_enter_keeps_nothing(self):
        self.agent.die()
        os.chmod(self.agent.folder, 0o755)
        run = self.run_of()
        run.log({"loss": 1.0})
        run._close_seconds = 0.3
        run.finish()
        self.assertFalse(os.path.exists(os.path.join(self.agent.folder, "late")))
        self.agent.listen()

    def test_killed_agent_gets_again_what_it_did_not_acknowledge(self):
        self.agent.ack = False
        run = self.run_of()
        for _ in range(100):
            run.log({"loss": 1.0})
        self.agent.await_that(lambda: len(self.agent.events("step")) == 100, "the steps")
        self.agent.die()
        self.agent.ack = True
        run.log({"loss": 2.0})
        self.agent.listen()
        self.agent.await_that(lambda: len(self.agent.events("step")) == 101, "the steps after the kill")
        run.finish()
        self.agent.await_end()
        self.assertEqual(self.agent.hellos[0]["session"], self.agent.hellos[1]["session"])
        self.assertEqual(self.agent.hellos[1]["attempt"], 0)
        self.assertEqual([step["step"] for step in self.steps()], list(range(101)))

    def test_end_does_not_wait_for_the_next_try(self):
        run = self.run_of()
        run.log({"loss": 1})
        self.agent.await_that(lambda: len(self.agent.records) == 2)
        self.agent.die()
        run.log({"loss": 2})
        self.agent.await_that(lambda: run._sender._connection is None)
        run._sender._retry_at = time.monotonic() + 60
        self.agent.listen()
        run.finish()
        self.assertEqual(self.agent.await_end()["outcome"], "FINISHED")
        self.assertEqual([step["loss"] for step in self.steps()], [1.0, 2.0])

    def test_agent_that_forgot_everything_gets_what_was_not_acknowledged(self):
        forgetful = FakeAgent(ack=False, remember_across_deaths=False).listen()
        self.addCleanup(forgetful.close)
        run = self.run_of({"GRADWATCH_AGENT": forgetful.address})
        run.log({"loss": 1.0})
        forgetful.await_that(lambda: len(forgetful.events("step")) == 1, "the step")
        forgetful.die()
        forgetful.records.clear()
        forgetful.ack = True
        forgetful.listen()
        forgetful.await_that(lambda: len(forgetful.events("step")) == 1, "the step again")
        self.assertEqual(len(forgetful.events("started")), 1)

    def test_agent_dies_again_and_again(self):
        run = self.run_of()
        for round in range(4):
            for _ in range(25):
                run.log({"loss": 1.0})
            self.agent.await_that(lambda: len(self.agent.events("step")) >= 25 * round + 1, "some steps")
            self.agent.die()
            self.agent.listen()
        run.finish()
        self.agent.await_end()
        self.assertEqual([step["step"] for step in self.steps()], list(range(100)))

    def test_error_and_refusal(self):
        self.agent.error_for = {1}
        run = self.run_of()
        run.log({"loss": 1.0})
        run.log({"loss": 2.0})
        self.agent.await_that(lambda: len(self.agent.events("step")) == 1, "the step that can be used")
        run.finish()
        self.agent.await_end()

        self.agent.refuse = "wrong token"
        refused = self.run_of(id="s")
        self.agent.await_that(lambda: refused._sender._refused, "the refusal")
        refused._close_seconds = 120
        began = time.monotonic()
        refused.finish()
        self.assertLess(time.monotonic() - began, 60)

    def test_flood_is_bounded_and_every_record_accounted_for(self):
        run = self.run_of()
        total = 100_000
        began = time.perf_counter()
        for _ in range(total):
            run.log({"loss": 1.0})
        seconds = time.perf_counter() - began
        self.assertLess(len(run._sender._queue), 16_385)
        run._close_seconds = 20
        run.finish()
        end = self.agent.await_end()
        self.assertEqual(len(self.steps()) + end["droppedRecords"], total)
        # 20 us a call are the aim; the machine that tests runs other things too.
        self.assertLess(seconds / total, 200e-6)

    def test_full_memory_drops_the_newest_and_keeps_the_end(self):
        doubts = Doubts()
        identity = Identity.of({}, doubts.warn, id="r")
        self.agent.die()
        sender = Sender(
            identity, Address.parse(self.agent.address), None, doubts, None, backlog=Backlog(ordinary_bytes=10_000)
        )
        from gradwatch._entries import LogEntry, RecordEntry
        from gradwatch._names import target

        sender.put_essential(RecordEntry("started", 0, {"name": "n"}))
        for step in range(1000):
            sender.put(LogEntry(0, step, [(target("loss"), 1.0)]))
        sender.put_essential(RecordEntry("ended", 0, {"outcome": "FINISHED"}))
        self.agent.listen()
        sender._drain()
        sender.start()
        self.assertTrue(sender.close(10))
        end = self.agent.await_end()
        self.assertGreater(end["droppedRecords"], 800)
        self.assertEqual(len(self.steps()) + end["droppedRecords"], 1000)
        self.assertEqual([step["step"] for step in self.steps()], list(range(len(self.steps()))))

    def test_beats_without_steps(self):
        run = self.run_of()
        run._sender._beat_at = 0
        self.agent.await_that(lambda: self.agent.events("heartbeat"), "a heartbeat")
        self.assertEqual(self.agent.events("heartbeat")[0]["step"], -1)
