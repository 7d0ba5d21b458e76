"""The agent's side of docs/AGENT_PROTOCOL.md, over a real Unix socket."""

import json
import os
import shutil
import socket
import tempfile
import threading
import time

DEADLINE_SECONDS = 240


class FakeAgent:
    """Listens, answers and remembers. ``die`` breaks everything off as a kill does; ``listen`` begins again."""

    def __init__(self, ack=True, remember_across_deaths=True):
        self.folder = tempfile.mkdtemp(prefix="gw")
        self.path = os.path.join(self.folder, "agent.sock")
        self.hellos = []
        self.records = []
        self.repeats = 0
        self.ack = ack
        self.refuse = None
        self.error_for = set()
        self.attempt = 0
        self.page_url = None
        self._remember = remember_across_deaths
        self._next = {}
        self._changed = threading.Condition()
        self._sockets = []
        self._server = None

    @property
    def address(self):
        return f"unix:{self.path}"

    def listen(self):
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(self.path)
        self._server.listen()
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()
        return self

    def die(self):
        server, self._server = self._server, None
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        os.unlink(self.path)
        for connected in self._sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._sockets = []
        if not self._remember:
            self._next = {}

    def close(self):
        if self._server is not None:
            self.die()
        shutil.rmtree(self.folder)

    def _accept(self, server):
        while True:
            try:
                connected, _ = server.accept()
            except OSError:
                return
            self._sockets.append(connected)
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected):
        session = None
        try:
            with connected, connected.makefile("rb") as lines:
                for line in lines:
                    session = self._take(connected, session, json.loads(line))
        except (OSError, ValueError):
            pass

    def _take(self, connected, session, said):
        with self._changed:
            if said["type"] == "hello":
                self.hellos.append(said)
                session = said["session"]
                if self.refuse:
                    self.say({"type": "refused", "message": self.refuse}, connected)
                    connected.shutdown(socket.SHUT_RDWR)
                else:
                    following = self._next.setdefault(session, 0)
                    ready = {"type": "ready", "attempt": self.attempt, "next": following}
                    self.say({**ready, "page_url": self.page_url} if self.page_url else ready, connected)
            else:
                self._record(connected, session, said)
            self._changed.notify_all()
        return session

    def _record(self, connected, session, said):
        if said["seq"] < self._next[session]:
            self.repeats += 1
            return
        assert said["seq"] == self._next[session], f"{said['seq']} in place of {self._next[session]}"
        self._next[session] += 1
        if said["seq"] in self.error_for:
            self.say({"type": "error", "message": "cannot be used", "seq": said["seq"]}, connected)
        else:
            self.records.append(said)
        if self.ack and ("step" not in said or said["seq"] % 64 == 0):
            self.say({"type": "ack", "next": self._next[session]}, connected)

    def say(self, line, connected=None):
        for one in [connected] if connected is not None else list(self._sockets):
            one.sendall(json.dumps(line).encode() + b"\n")

    def await_that(self, condition, what="it"):
        """Waits until ``condition()`` is true; fails when it is not within the deadline."""
        until = time.monotonic() + DEADLINE_SECONDS
        with self._changed:
            while not condition():
                left = until - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"waited {DEADLINE_SECONDS} s in vain for {what}; records: {self.records[-3:]}")
                self._changed.wait(min(left, 0.02))

    def events(self, kind):
        with self._changed:
            return [record[kind] for record in self.records if kind in record]

    def await_end(self):
        self.await_that(lambda: any("ended" in record for record in self.records), "the end")
        return self.events("ended")[0]
