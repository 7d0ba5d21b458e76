"""The agent's side of docs/AGENT_PROTOCOL.md, which keeps the lines of a session in place of shipping them."""

import json
import os
import shutil
import socket
import tempfile
import threading

PROTOCOL = 1
MOST_HELLO_BYTES = 64 * 1024
MOST_LINE_BYTES = 4 * 1024 * 1024
MOST_RUN_ID = 200
EVENTS = ("started", "step", "evaluation", "heartbeat", "notice", "ended")
#: Records between two acknowledgements. Own choice: an acknowledgement costs the job a line to read.
ACKNOWLEDGED_EVERY = 200


class Refused(Exception):
    """The session cannot be recorded; the job gets the text as the answer."""


class Recorder:
    """
    Listens on a Unix socket of its own and keeps the lines of each run in memory until :meth:`take`. It refuses what the
    agent refuses: a first line that is no hello, another protocol, a session or run id that cannot be, a session of
    another run. A record that cannot be used is answered with an error and left out. It does not judge the fields
    inside events, nor sequences beyond their order.
    """

    def __init__(self):
        self._folder = tempfile.mkdtemp(prefix="gwlab")
        self._path = os.path.join(self._folder, "agent.sock")
        self._lines = {}
        self._next = {}
        self._runs = {}
        self._lock = threading.Lock()
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(self._path)
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        """For GRADWATCH_AGENT."""
        return f"unix:{self._path}"

    def take(self, run_id):
        """The lines of the run so far, as text without line feeds, the hello first; they are forgotten here."""
        with self._lock:
            return self._lines.pop(run_id, [])

    def close(self):
        self._server.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self):
        while True:
            try:
                connected, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected):
        try:
            with connected, connected.makefile("rb") as lines:
                try:
                    session, run_id = self._hello(lines.readline(MOST_HELLO_BYTES + 1))
                except Refused as e:
                    _say(connected, {"type": "refused", "message": str(e)})
                    return
                _say(connected, {"type": "ready", "attempt": 0, "next": self._next[session]})
                while True:
                    line = lines.readline(MOST_LINE_BYTES + 1)
                    if not line:
                        return
                    self._line(connected, session, run_id, line)
        except OSError:
            pass

    def _hello(self, line):
        if len(line) > MOST_HELLO_BYTES:
            raise Refused(f"the first line has more than {MOST_HELLO_BYTES} bytes")
        said = _object(line)
        if said is None or said.get("type") != "hello":
            raise Refused("the first line is no hello")
        if said.get("protocol") != PROTOCOL:
            raise Refused(f"protocol is {said.get('protocol')!r}, but must be {PROTOCOL}")
        session, run_id = said.get("session"), said.get("runId")
        if not isinstance(session, int) or not 0 <= session < 1 << 63:
            raise Refused(f"session is {session!r}, but must be from 0 to 2^63 - 1")
        if not isinstance(run_id, str) or not 1 <= len(run_id) <= MOST_RUN_ID:
            raise Refused(f"runId must be text of 1 to {MOST_RUN_ID} characters")
        with self._lock:
            if self._runs.setdefault(session, run_id) != run_id:
                raise Refused(f"session {session} is one of run {self._runs[session]}")
            self._next.setdefault(session, 0)
            kept = self._lines.setdefault(run_id, [])
            if not kept:
                said.pop("token", None)
                kept.append(json.dumps(said, separators=(",", ":")))
        return session, run_id

    def _line(self, connected, session, run_id, line):
        said = _object(line) if len(line) <= MOST_LINE_BYTES else None
        seq = said.get("seq") if said else None
        problem = _problem(said)
        if problem is not None:
            _say(connected, {"type": "error", "message": problem, "seq": seq})
        if not isinstance(seq, int):
            return
        with self._lock:
            if seq < self._next[session]:
                return
            self._next[session] = seq + 1
            if problem is None:
                self._lines.setdefault(run_id, []).append(line.decode("utf-8").rstrip("\n"))
        if seq % ACKNOWLEDGED_EVERY == 0 or "step" not in said:
            _say(connected, {"type": "ack", "next": seq + 1})


def _object(line):
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _problem(said):
    """Reason why a line cannot be used; None where it can."""
    if said is None:
        return "the line is no JSON object of at most 4 MiB"
    if said.get("type") != "record":
        return f"type is {said.get('type')!r}, but must be record"
    if not isinstance(said.get("seq"), int) or not isinstance(said.get("at"), int):
        return "seq and at must be whole numbers"
    events = [key for key in EVENTS if isinstance(said.get(key), dict)]
    if len(events) != 1:
        return f"a record has one event of {', '.join(EVENTS)}; found {events}"
    step = said[events[0]].get("step")
    # A heartbeat and the end of a job that has recorded no step say -1.
    least = 0 if events[0] in ("step", "evaluation") else -1
    if step is not None and (not isinstance(step, int) or step < least):
        return f"step is {step!r}, but must be a whole number from {least}"
    return None


def _say(connected, line):
    connected.sendall(json.dumps(line, separators=(",", ":")).encode() + b"\n")
