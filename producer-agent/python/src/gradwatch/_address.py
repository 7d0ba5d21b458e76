"""Where the agent listens, see docs/AGENT_PROTOCOL.md."""

import os
import socket

DEFAULT_PORT = 4270
CONNECT_TIMEOUT_SECONDS = 1.0


class Address:
    """A Unix socket or a TCP endpoint. Opens nothing until :meth:`connect`."""

    def __init__(self, family, where):
        self.family = family
        self.where = where

    @staticmethod
    def parse(text):
        """``unix:/path`` or ``tcp:host:port``; raises ValueError that says what was expected."""
        kind, _, rest = text.partition(":")
        if kind == "unix" and rest:
            return Address("unix", rest)
        if kind == "tcp" and rest:
            host, _, port = rest.rpartition(":")
            if host and port.isdigit() and 0 < int(port) < 65536:
                return Address("tcp", (host.strip("[]"), int(port)))
        raise ValueError(f"GRADWATCH_AGENT is '{text}', but must be unix:/path/agent.sock or tcp:127.0.0.1:{DEFAULT_PORT}")

    @staticmethod
    def default(environment):
        """The agent's default socket for this user."""
        folder = environment.get("XDG_RUNTIME_DIR")
        if folder:
            return Address("unix", os.path.join(folder, "gradwatch", "agent.sock"))
        return Address("unix", f"/tmp/gradwatch-{os.getuid()}/agent.sock")

    @staticmethod
    def from_environment(environment, warn):
        """The address of GRADWATCH_AGENT, or the default where that is empty or nonsense."""
        text = environment.get("GRADWATCH_AGENT")
        if text:
            try:
                return Address.parse(text)
            except ValueError as e:
                warn(f"{e}; the default is used")
        return Address.default(environment)

    def connect(self):
        """A connected socket; raises OSError where nobody listens."""
        kind = socket.AF_UNIX if self.family == "unix" else None
        if kind is None:
            return socket.create_connection(self.where, CONNECT_TIMEOUT_SECONDS)
        connection = socket.socket(kind, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_TIMEOUT_SECONDS)
            connection.connect(self.where)
        except BaseException:
            connection.close()
            raise
        return connection

    def __str__(self):
        return f"unix:{self.where}" if self.family == "unix" else f"tcp:{self.where[0]}:{self.where[1]}"
