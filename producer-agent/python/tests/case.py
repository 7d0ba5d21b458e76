"""Common ground of the tests."""

import json
import logging
import os
import sys
import unittest
import zlib

SOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src")
sys.path.insert(0, SOURCES)

from gradwatch._run import Run  # noqa: E402

from .fake_agent import FakeAgent  # noqa: E402

logging.getLogger("gradwatch").addHandler(logging.NullHandler())
logging.getLogger("gradwatch").propagate = False


def late_lines(path):
    """The objects in a file for the next agent, whose checksums are right."""
    with open(path, "rb") as file:
        lines = file.read().splitlines()
    for line in lines:
        assert int(line[:8], 16) == zlib.crc32(line[9:]), line
    return [json.loads(line[9:]) for line in lines]


class AgentCase(unittest.TestCase):
    """A fake agent for each test, and runs that talk to it."""

    def setUp(self):
        self.agent = FakeAgent().listen()
        self.addCleanup(self.agent.close)

    def environment(self, **more):
        return {"GRADWATCH_AGENT": self.agent.address, **more}

    def run_of(self, environment=None, id="r", resume=False, stop_on=None, save_checkpoint_on=None, quiet=None, **given):
        chosen = environment or self.environment()
        run = Run(given, id, resume, stop_on, save_checkpoint_on, chosen, quiet=quiet)._begin()
        self.addCleanup(run.finish)
        return run

    def steps(self):
        return self.agent.events("step")


class WatchCase(AgentCase):
    def watched(self, model, optimizer=None, loss_fn=None, run=None, **options):
        run = run or self.run_of()
        watch = run.watch(model, optimizer, loss_fn, **options)
        self.assertIsNotNone(watch)
        return run

    def rows(self, step, kind):
        return {row[0]: row for row in step.get("tensors", []) if row[1] == kind}

    def ended(self, run):
        run.finish()
        self.agent.await_end()
        return self.steps()
