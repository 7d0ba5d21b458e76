"""The socket to the agent: lines out, lines in, never waiting."""

import json
import select

from ._wire import MAX_LINE_BYTES

READ_BYTES = 65536


class Broken(Exception):
    """The other side has gone, or speaks nonsense."""


class Connection:
    """A connected socket that neither sending nor receiving waits for."""

    def __init__(self, connected):
        self._socket = connected
        self._socket.setblocking(False)
        self._out = b""
        self._in = bytearray()
        self._gone = None

    def idle(self):
        """True where everything that was given to :meth:`send` is in the socket."""
        return not self._out

    def send(self, data=b""):
        """Puts as much as fits of what waits, and of ``data`` behind it, into the socket."""
        self._out = self._out + data if self._out else data
        try:
            while self._out:
                count = self._socket.send(self._out)
                self._out = self._out[count:]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as e:
            raise Broken(str(e)) from e

    def receive(self):
        """The lines that have come, as objects."""
        # Lines from before the connection broke are still heard; that it broke comes the next time.
        if self._gone:
            raise Broken(self._gone)
        self._read()
        lines = self._in.split(b"\n")
        self._in = bytearray(lines.pop())
        if len(self._in) > MAX_LINE_BYTES:
            raise Broken("a line of more than 4 MiB")
        return [self._object(line) for line in lines if line.strip()]

    def _read(self):
        while True:
            try:
                data = self._socket.recv(READ_BYTES)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as e:
                self._gone = str(e)
                return
            if not data:
                self._gone = "the agent closed the connection"
                return
            self._in += data
            if len(self._in) > 2 * MAX_LINE_BYTES:
                return

    @staticmethod
    def _object(line):
        try:
            said = json.loads(line)
        except ValueError:
            raise Broken("a line that is not JSON") from None
        return said if isinstance(said, dict) else {}

    def wait(self, seconds):
        """Waits until something has come, or there is room for what waits."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._out else 0))
        poll.poll(max(0, int(seconds * 1000)))

    def close(self):
        """Closes this process's end; in a forked child the parent's goes on."""
        self._socket.close()
