"""Ends of processes, with real ones."""

import os
import signal
import subprocess
import sys
import textwrap

from .case import SOURCES, AgentCase

PREAMBLE = """
import os, signal, sys, threading
import gradwatch
"""


class EndingsTest(AgentCase):
    def start(self, script):
        environment = {**os.environ, **self.environment(), "PYTHONPATH": SOURCES}
        for name in ("RANK", "WORLD_SIZE", "GRADWATCH_RUN_ID"):
            environment.pop(name, None)
        path = os.path.join(self.agent.folder, "job.py")
        with open(path, "w") as file:
            file.write(PREAMBLE + textwrap.dedent(script))
        process = subprocess.Popen(
            [sys.executable, path], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        return process

    def end_of(self, script):
        process = self.start(script)
        self.output, self.errors = process.communicate(timeout=240)
        self.code = process.returncode
        return self.agent.await_end()

    def test_normal_exit_finishes(self):
        end = self.end_of("run = gradwatch.init(); gradwatch.log({'loss': 1})")
        self.assertEqual((end["outcome"], end["step"], self.code), ("FINISHED", 0, 0))
        self.assertEqual(self.errors, "")

    def test_exception_fails_with_its_message(self):
        end = self.end_of("gradwatch.init()\nraise ValueError('bad batch')")
        self.assertEqual((end["outcome"], end["exception"], end["message"]), ("FAILED", "ValueError", "bad batch"))
        self.assertEqual(self.code, 1)
        self.assertIn("ValueError: bad batch", self.errors)

    def test_out_of_memory(self):
        for raising, name in (
            ("MemoryError()", "MemoryError"),
            ("RuntimeError('CUDA out of memory. Tried to allocate 2 GiB')", "RuntimeError"),
            ("type('OutOfMemoryError', (RuntimeError,), {})('x')", "OutOfMemoryError"),
        ):
            with self.subTest(name):
                self.agent.records.clear()
                end = self.end_of(f"gradwatch.init()\nraise {raising}")
                self.assertEqual((end["outcome"], end["exception"]), ("OUT_OF_MEMORY", name))

    def test_context_manager_tells_an_exception_that_is_caught_outside(self):
        end = self.end_of(
            """
            try:
                with gradwatch.init() as run:
                    raise KeyError("k")
            except KeyError:
                pass
            """
        )
        self.assertEqual((end["outcome"], end["exception"], self.code), ("FAILED", "KeyError", 0))

    def test_exit_code(self):
        end = self.end_of("gradwatch.init()\nsys.exit(3)")
        self.assertEqual((end["outcome"], end["message"], self.code), ("FAILED", "exit code 3", 3))

    def test_previous_excepthook_is_called(self):
        self.end_of(
            """
            sys.excepthook = lambda *_: print("previous")
            gradwatch.init()
            raise ValueError("x")
            """
        )
        self.assertEqual(self.output.strip(), "previous")

    def signalled(self, script, number):
        process = self.start(script + "\nprint('ready', flush=True)\nfor _ in range(300): threading.Event().wait(0.1)\n")
        self.assertEqual(process.stdout.readline().strip(), "ready")
        process.send_signal(number)
        self.output, self.errors = process.communicate(timeout=240)
        self.code = process.returncode
        return self.agent.await_end()

    def test_sigterm_stops_and_kills_as_before(self):
        end = self.signalled("gradwatch.init()", signal.SIGTERM)
        self.assertEqual((end["outcome"], end["message"], self.code), ("STOPPED", "SIGTERM", -signal.SIGTERM))

    def test_sigterm_handler_of_the_job_is_called(self):
        end = self.signalled(
            "signal.signal(signal.SIGTERM, lambda *_: (print('mine'), sys.exit(0)))\ngradwatch.init()", signal.SIGTERM
        )
        self.assertEqual((end["outcome"], self.code), ("STOPPED", 0))
        self.assertIn("mine", self.output)

    def test_keyboard(self):
        # A job in the background of a script ignores the signal, and so does all that it starts.
        end = self.signalled(
            "signal.signal(signal.SIGINT, signal.default_int_handler)\ngradwatch.init()", signal.SIGINT
        )
        self.assertEqual(end["outcome"], "STOPPED")

    def test_init_outside_the_main_thread(self):
        end = self.end_of(
            """
            thread = threading.Thread(target=lambda: gradwatch.init())
            thread.start(); thread.join()
            gradwatch.log({"loss": 1})
            """
        )
        self.assertEqual((end["outcome"], self.errors), ("FINISHED", ""))

    def test_forked_worker_neither_speaks_nor_ends(self):
        end = self.end_of(
            """
            run = gradwatch.init()
            gradwatch.log({"loss": 1})
            for how in ("exit", "_exit", "raise", "term"):
                child = os.fork()
                if child == 0:
                    gradwatch.log({"loss": 99})
                    assert run.dropped_records == 1, run.dropped_records
                    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
                    gradwatch.finish(failed=True)
                    if how == "raise":
                        sys.stderr = open(os.devnull, "w")
                        raise ValueError("of the worker")
                    if how == "term":
                        os.kill(os.getpid(), signal.SIGTERM)
                    os._exit(0) if how == "_exit" else sys.exit(0)
                os.waitpid(child, 0)
            gradwatch.log({"loss": 2})
            """
        )
        self.assertEqual((self.code, self.errors), (0, ""))
        self.assertEqual([step["loss"] for step in self.steps()], [1.0, 2.0])
        self.assertEqual((end["outcome"], len(self.agent.hellos)), ("FINISHED", 1))

    def test_forked_process_may_begin_a_run_of_its_own(self):
        process = self.start(
            """
            gradwatch.init(id="parent")
            child = os.fork()
            if child == 0:
                gradwatch.init(id="child")
                gradwatch.log({"loss": 5})
                gradwatch.finish()
                os._exit(0)
            os.waitpid(child, 0)
            """
        )
        process.communicate(timeout=240)
        self.agent.await_that(lambda: len(self.agent.events("ended")) == 2, "two ends")
        self.assertEqual({hello["runId"] for hello in self.agent.hellos}, {"parent", "child"})
        self.assertEqual([step["loss"] for step in self.steps()], [5.0])

    def test_spawned_workers_that_import_the_script_are_no_runs(self):
        end = self.end_of(
            """
            import multiprocessing
            run = gradwatch.init()
            gradwatch.log({"loss": 1})

            def work(number):
                return number

            if __name__ == "__main__":
                with multiprocessing.get_context("spawn").Pool(2) as pool:
                    assert pool.map(work, range(4)) == [0, 1, 2, 3]
            """
        )
        self.assertEqual((self.code, self.errors), (0, ""))
        self.assertEqual((end["outcome"], len(self.agent.hellos)), ("FINISHED", 1))
