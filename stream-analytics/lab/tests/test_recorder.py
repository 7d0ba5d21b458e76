"""The recorder against docs/AGENT_PROTOCOL.md, over its socket."""

import json
import socket
import unittest

from . import case  # noqa: F401
from gradwatch_lab.recorder import Recorder

HELLO = {"type": "hello", "protocol": 1, "session": 7, "runId": "r", "rank": 0}


class RecorderTest(unittest.TestCase):
    def setUp(self):
        self.recorder = Recorder()
        self.addCleanup(self.recorder.close)

    def connect(self, first):
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connected.settimeout(20)
        connected.connect(self.recorder.address.partition(":")[2])
        self.addCleanup(connected.close)
        lines = connected.makefile("rwb")
        self.addCleanup(lines.close)
        self.say(lines, first)
        return lines, json.loads(lines.readline())

    def say(self, lines, said):
        lines.write((said if isinstance(said, bytes) else json.dumps(said).encode()) + b"\n")
        lines.flush()

    def record(self, lines, seq, **event):
        self.say(lines, {"type": "record", "seq": seq, "at": 1, **event})
        return json.loads(lines.readline())

    def test_records_are_kept_in_order_behind_the_hello(self):
        lines, answer = self.connect({**HELLO, "token": "secret"})
        self.assertEqual(answer, {"type": "ready", "attempt": 0, "next": 0})
        self.assertEqual(self.record(lines, 0, started={"name": "n"}), {"type": "ack", "next": 1})
        self.assertEqual(self.record(lines, 1, evaluation={"step": 3, "loss": 0.5}), {"type": "ack", "next": 2})
        kept = [json.loads(line) for line in self.recorder.take("r")]
        self.assertEqual([line["type"] for line in kept], ["hello", "record", "record"])
        self.assertNotIn("token", kept[0])

    def test_repeat_after_a_broken_connection_is_kept_once(self):
        lines, _ = self.connect(HELLO)
        self.record(lines, 0, started={})
        again, answer = self.connect(HELLO)
        self.assertEqual(answer["next"], 1)
        self.say(again, {"type": "record", "seq": 0, "at": 1, "started": {}})
        self.record(again, 1, ended={"outcome": "FINISHED"})
        self.assertEqual(len(self.recorder.take("r")), 3)

    def test_sessions_that_cannot_be_are_refused(self):
        for wrong in (b"no json", {"type": "record"}, {**HELLO, "protocol": 2}, {**HELLO, "session": -1}, {**HELLO, "runId": ""}):
            self.assertEqual(self.connect(wrong)[1]["type"], "refused", wrong)

    def test_session_of_another_run_is_refused(self):
        self.connect(HELLO)
        self.assertIn("run r", self.connect({**HELLO, "runId": "other"})[1]["message"])

    def test_end_of_a_job_without_steps_is_kept(self):
        lines, _ = self.connect(HELLO)
        self.assertEqual(self.record(lines, 0, ended={"outcome": "FINISHED", "step": -1}), {"type": "ack", "next": 1})
        self.assertEqual(len(self.recorder.take("r")), 2)

    def test_record_that_cannot_be_used_is_answered_and_left_out(self):
        lines, _ = self.connect(HELLO)
        for seq, wrong in enumerate(({"step": {"step": -4}}, {"started": {}, "ended": {}}, {"strange": {}})):
            answer = self.record(lines, seq, **wrong)
            while answer["type"] == "ack":
                answer = json.loads(lines.readline())
            self.assertEqual((answer["type"], answer["seq"]), ("error", seq))
        self.assertEqual(len(self.recorder.take("r")), 1)


if __name__ == "__main__":
    unittest.main()
