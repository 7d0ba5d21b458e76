"""Records that wait on disk while no agent is there."""

import glob
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from unittest import mock

from .case import SOURCES, AgentCase, late_lines
from .fake_agent import DEADLINE_SECONDS
from gradwatch import _spill
from gradwatch._backlog import Backlog
from gradwatch._late import LateFile


class OutageOnDiskTest(AgentCase):
    def setUp(self):
        super().setUp()
        self.late = os.path.join(self.agent.folder, "late")

    def live(self):
        return glob.glob(os.path.join(self.late, "*.live"))

    def test_long_outage_of_a_living_run_loses_nothing(self):
        self.agent.die()
        run = self.run_of()
        run._sender._backlog._limit = 20_000
        for step in range(5_000):
            run.log({"loss": 1.0})
            if step % 500 == 0:
                self.agent.await_that(lambda: not run._sender._queue, "the sender")
        self.agent.await_that(self.live, "the file")
        self.agent.listen()
        self.agent.await_that(lambda: len(self.steps()) == 5_000, "the steps")
        self.agent.await_that(lambda: not os.listdir(self.late), "the end of the file")
        run.finish()
        self.assertEqual(self.agent.await_end()["droppedRecords"], 0)
        self.assertEqual([step["step"] for step in self.steps()], list(range(5_000)))

    def test_disk_and_memory_full_what_is_dropped_is_told(self):
        self.agent.die()
        run = self.run_of({**self.environment(), "GRADWATCH_SPOOL_LIMIT": "20KiB"})
        run._sender._backlog._limit = 20_000
        for _ in range(2_000):
            run.log({"loss": 1.0})
        self.agent.await_that(lambda: run.dropped_records, "dropped records")
        self.agent.listen()
        run._close_seconds = 20
        run.finish()
        end = self.agent.await_end()
        self.assertEqual(len(self.steps()) + end["droppedRecords"], 2_000)
        self.assertEqual(end["droppedRecords"], run.dropped_records)

    def start(self, script):
        environment = {**os.environ, **self.environment(), "PYTHONPATH": SOURCES}
        path = os.path.join(self.agent.folder, "job.py")
        with open(path, "w") as file:
            file.write("import gradwatch, os, sys, time\n" + textwrap.dedent(script))
        process = subprocess.Popen([sys.executable, path], env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_killed_process_leaves_what_it_logged_before(self):
        self.agent.die()
        process = self.start(
            """
            run = gradwatch.init(id="killed")
            for _ in range(100): run.log({"loss": 1.0})
            while run._sender._backlog._file.following < 101: time.sleep(0.01)
            print("on disk", flush=True)
            time.sleep(60)
            """
        )
        self.assertEqual(process.stdout.readline(), "on disk\n")
        process.send_signal(signal.SIGKILL)
        process.wait()
        (path,) = self.live()
        hello, *records = late_lines(path)
        self.assertEqual((hello["runId"], hello["late"], hello["host"]), ("killed", 1, os.uname().nodename))
        self.assertEqual(sum("step" in record for record in records), 100)
        self.agent.listen()

    def test_file_is_locked_while_its_process_lives_and_not_by_its_children(self):
        import fcntl

        self.agent.die()
        process = self.start(
            """
            run = gradwatch.init()
            while not os.path.isdir(os.path.join(os.path.dirname(__file__), "late")): time.sleep(0.01)
            while not run._sender._backlog._file.following: time.sleep(0.01)
            if os.fork() == 0:
                os._exit(0)
            os.wait()
            print("kept", flush=True)
            sys.stdin.read()
            time.sleep(60)
            """
        )
        self.assertEqual(process.stdout.readline(), "kept\n")
        (path,) = self.live()
        with open(path, "r+b") as file:
            with self.assertRaises(OSError):
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            process.kill()
            process.wait()
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.agent.listen()

    def test_agent_that_refuses_the_run_leaves_no_file(self):
        self.agent.die()
        run = self.run_of()
        run.log({"loss": 1.0})
        self.agent.await_that(self.live, "the file")
        self.agent.refuse = "no"
        self.agent.listen()
        self.agent.await_that(lambda: not os.listdir(self.late), "the end of the file")

    def test_attempt_that_cannot_be_noted_keeps_no_record_from_the_agent(self):
        self.agent.die()
        run = self.run_of()
        run.log({"loss": 1.0})
        self.agent.await_that(self.live, "the file")
        with mock.patch.object(LateFile, "introduce", side_effect=OSError(5, "Input/output error")):
            self.agent.listen()
            self.agent.await_that(self.steps, "the step")

    def test_full_folder_is_said_once(self):
        self.agent.die()
        with mock.patch.object(_spill, "AWAY_SECONDS", 0.0), self.assertLogs("gradwatch", "WARNING") as said:
            run = self.run_of({**self.environment(), "GRADWATCH_SPOOL_LIMIT": "10B"})
            run.log({"loss": 1.0})
            self.agent.await_that(lambda: any("GRADWATCH_SPOOL_LIMIT" in line for line in said.output), "the warning")
        self.agent.listen()

    def test_finish_waits_for_no_slow_disk(self):
        self.agent.die()
        run = self.run_of()
        run.log({"loss": 1.0})
        free = threading.Event()
        self.addCleanup(free.set)
        with mock.patch.object(Backlog, "leave", lambda *_: (None, 0, free.wait(60) and None)), self.assertLogs("gradwatch", "WARNING"):
            run._close_seconds = 1
            began = time.monotonic()
            run.finish()
            self.assertLess(time.monotonic() - began, 30)

    def test_end_on_a_full_disk_is_in_the_hello_of_what_was_left(self):
        self.agent.die()
        run = self.run_of()
        run.log({"loss": 1.0})
        self.agent.await_that(self.live, "the file")
        with mock.patch.object(LateFile, "_write", side_effect=OSError(28, "No space left on device")):
            run.finish()
        (path,) = glob.glob(os.path.join(self.late, "*.jsonl"))
        self.assertEqual(late_lines(path)[0]["ended"]["outcome"], "FINISHED")

    def test_folder_that_cannot_be_written_records_wait_in_memory(self):
        self.agent.die()
        os.chmod(self.agent.folder, 0o755)
        with mock.patch.object(_spill, "AWAY_SECONDS", 0.0), self.assertLogs("gradwatch", "WARNING") as said:
            run = self.run_of()
            run.log({"loss": 1.0})
            began = time.monotonic()
            while not any("kept on disk" in line for line in said.output):
                self.assertLess(time.monotonic() - began, DEADLINE_SECONDS)
                time.sleep(0.01)
        os.chmod(self.agent.folder, 0o700)
        self.agent.listen()
        self.agent.await_that(self.steps, "the step")
