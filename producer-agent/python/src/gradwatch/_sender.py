"""The thread that hands the records to the agent."""

import threading
import time
from collections import deque

from ._backlog import Backlog
from ._connection import Broken, Connection
from ._leaving import Leaving
from ._log import LOGGER
from ._memory import memory
from ._page import PageAddress
from ._spill import Spill
from ._version import VERSION
from ._wire import line, record_line

CLIENT = f"gradwatch-python {VERSION}"
QUEUE_CAPACITY = 16_384
TICK_SECONDS = 0.02
BEAT_SECONDS = 5.0
RETRY_FIRST_SECONDS = 0.1
RETRY_LAST_SECONDS = 5.0
MEMORY_SECONDS = 1.0
MOST_AT_ONCE = 2_000
#: Of the time of :meth:`Sender.close`, for what is to be left on disk.
LEAVE_SECONDS = 1.0


class Sender:
    """
    Takes entries from any thread and sends their records, in order, from one daemon thread. While the agent is away
    records wait on disk, or in bounded memory; what was not acknowledged is sent again on the next connection.
    """

    def __init__(self, identity, address, token, doubts, on_alert, queue_capacity=QUEUE_CAPACITY, backlog=None):
        self._identity = identity
        self._address = address
        self._token = token
        self._doubts = doubts
        self._on_alert = on_alert
        self._capacity = queue_capacity
        self._queue = deque()
        self._backlog = Backlog() if backlog is None else backlog
        self._spill = Spill(self._backlog, self._hello_of_file, doubts)
        self._connection = None
        self._ready = False
        self._ever_ready = False
        self._refused = False
        self._retry_at = 0.0
        self._retry = RETRY_FIRST_SECONDS
        self._beat_at = time.monotonic() + BEAT_SECONDS
        self._memory_at = 0.0
        self._wake = threading.Event()
        self._deadline = None
        self._leave_seconds = LEAVE_SECONDS
        self._leaving = Leaving(self._backlog, self._hello_of_file, doubts)
        self._hello_again = False
        self.page = PageAddress()
        self.alerts = False
        self.last_step = -1
        self._thread = threading.Thread(target=self._run, name="gradwatch", daemon=True)

    def start(self):
        self._thread.start()

    def put(self, entry):
        """Hands over an entry; waits for nothing. Counts it as dropped where the queue is full."""
        self._put(entry, self._capacity)

    def put_essential(self, entry):
        """As put, but also into a full queue: for what a run has few of."""
        self._put(entry, 2 * self._capacity)

    def _put(self, entry, capacity):
        if len(self._queue) >= capacity:
            self._doubts.drop()
        else:
            self._queue.append(entry)

    def page_url(self, seconds):
        """Address of the run's page; waits at most this long for the agent's first answer, where there is an agent."""
        awaited = self._thread.is_alive() and threading.current_thread() is not self._thread
        return self.page.url(seconds if awaited else 0)

    def ask_for_alerts(self):
        """From now on the agent sends the alerts of the run."""
        if not self.alerts:
            self.alerts = True
            self._hello_again = True

    def close(self, seconds):
        """
        Waits, at most this long, until the agent has everything; True where it has. What it does not have is left on
        disk for the next one.
        """
        # There is no time left to be patient with an agent that is away: it may just have come back.
        self._retry = RETRY_FIRST_SECONDS
        self._retry_at = 0.0
        self._leave_seconds = min(LEAVE_SECONDS, seconds / 4)
        self._deadline = time.monotonic() + seconds - self._leave_seconds
        self._wake.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds)
        return self._leaving.is_idle() and not self.waiting()

    @property
    def left(self):
        """
        After :meth:`close`: count of the records that the agent does not have, the path where they were left, None where
        they were not, and the count of those that are lost.
        """
        return self._leaving.told(self.waiting())

    def _hello_of_file(self):
        hello = self._identity.hello(CLIENT)
        return {key: value for key, value in hello.items() if key not in ("pid", "alerts")}

    def forget(self):
        """In a forked child: leaves socket, file and records to the parent."""
        if self._connection is not None:
            self._connection.close()
        self._queue = deque()
        self._backlog.forget()

    def waiting(self):
        """Records that the agent does not have yet."""
        return len(self._backlog) + len(self._queue)

    @property
    def attempt(self):
        """Count of the starts of the run as the agent told it; None before."""
        return self._identity.attempt

    def _run(self):
        while True:
            try:
                if self._pass():
                    break
            except Broken as e:
                self._disconnect(e)
            except Exception as e:
                LOGGER.warning("The sending of records had an error and goes on: %r", e)
                self._disconnect(e)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self.waiting():
            try:
                self._leaving.leave(self.waiting(), len(self._queue), self._refused)
            except Exception as e:
                LOGGER.warning("What did not reach the agent cannot be kept on disk: %r", e)

    def _pass(self):
        """One round; True when nothing is left to do."""
        moved = self._drain()
        self._beat()
        self._connect()
        if self._connection is not None:
            self._exchange()
        if not self._refused:
            self._spill.tick(self._ready)
        if self._deadline is not None:
            return self._done()
        if not moved:
            self._pause()
        return False

    def _pause(self):
        if self._connection is not None and not self._connection.idle():
            self._connection.wait(TICK_SECONDS)
        else:
            self._wake.wait(TICK_SECONDS)

    def _done(self):
        absent = not self._ever_ready and self._connection is None and self._retry > RETRY_FIRST_SECONDS * 2
        if not self.waiting() or time.monotonic() >= self._deadline or self._refused or (absent and not self._queue):
            return True
        if self._connection is not None:
            self._connection.wait(TICK_SECONDS)
        else:
            time.sleep(TICK_SECONDS)
        return False

    def _drain(self):
        """Turns what waits in the queue into numbered records; True where there is more."""
        for _ in range(MOST_AT_ONCE):
            if not self._queue or not self._queue[0].ready():
                return False
            try:
                for record in self._queue.popleft().records(self._doubts):
                    self._number(*record)
            except Exception as e:
                self._doubts.drop(f"A record cannot be made and is dropped: {e!r}")
        return True

    def _number(self, kind, at, event, essential):
        if self._leaving.ended or self._refused:
            self._doubts.drop(why=None)
            return
        if kind == "step":
            self.last_step = event["step"]
            self._add_memory(event)
        elif kind == "ended":
            event = {**event, "step": self.last_step, "droppedRecords": self._doubts.dropped}
            self._leaving.ended = at, event
        if self._backlog.is_full(essential):
            self._spill.make_room()
        if not self._backlog.add(lambda seq: record_line(seq, at, kind, event), essential):
            self._doubts.drop()

    def _add_memory(self, event):
        """The memory of process and device, about once a second."""
        now = time.monotonic()
        if now < self._memory_at:
            return
        self._memory_at = now + MEMORY_SECONDS
        for key, value in memory().items():
            event.setdefault(key, value)

    def _beat(self):
        now = time.monotonic()
        if not self._ready or self._leaving.ended or now < self._beat_at:
            return
        self._beat_at = now + BEAT_SECONDS
        beat = {"step": self.last_step, "droppedRecords": self._doubts.dropped, "spooledBytes": self._backlog.bytes}
        self._number("heartbeat", int(time.time() * 1000), beat, False)

    def _connect(self):
        if self._connection is not None and self._hello_again and self._ready:
            self._disconnect(None)
            self._retry_at = 0.0
        now = time.monotonic()
        late = self._deadline is not None and now > self._deadline - self._leave_seconds
        if self._connection is not None or self._refused or now < self._retry_at or late:
            return
        try:
            self._connection = Connection(self._address.connect())
        except OSError as e:
            self._doubts.warn(f"No agent at {self._address} ({e}); records wait until it is there", key="away")
            self.page.answered()
            self._later()
            return
        self._ready = False
        self._hello_again = False
        self._connection.send(line(self._identity.hello(CLIENT, self.alerts, self._token)))

    def _later(self):
        self._retry_at = time.monotonic() + self._retry
        self._retry = min(2 * self._retry, RETRY_LAST_SECONDS)

    def _disconnect(self, cause):
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._ready = False
            self._backlog.rewind()
        if cause is not None:
            self._later()

    def _exchange(self):
        for said in self._connection.receive():
            self._hear(said)
        if self._connection is None:
            return
        self._connection.send()
        while self._ready and self._connection.idle():
            chunk = self._backlog.chunk()
            if not chunk:
                return
            self._connection.send(chunk)

    def _introduce(self):
        """The file tells the attempt too; one that does not is taken all the same."""
        try:
            self._backlog.introduce(self._hello_of_file())
        except OSError as e:
            self._doubts.warn(f"The attempt cannot be noted beside the records on disk: {e}", key="disk")

    def _hear(self, said):
        kind = said.get("type")
        if kind == "ready":
            self._identity.attempt = said.get("attempt", self._identity.attempt)
            self._introduce()
            self._backlog.acknowledge(said.get("next", 0))
            self._ready = self._ever_ready = True
            self._retry = RETRY_FIRST_SECONDS
            self.page.hear(said)
        elif kind == "ack":
            self._backlog.acknowledge(said.get("next", 0))
        elif kind == "error":
            self._doubts.warn(f"The agent cannot use a record: {said.get('message')}", key=("error", said.get("message")))
        elif kind == "refused":
            LOGGER.warning("The agent refuses this run: %s. Nothing of it is sent.", said.get("message"))
            self._refused = True
            self._backlog.drop_file()
            self.page.answered()
            self._disconnect(None)
        elif kind == "alert":
            self._on_alert(said)
