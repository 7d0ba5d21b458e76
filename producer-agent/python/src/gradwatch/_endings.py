"""Ends of a process, and the outcome of its run."""

import atexit
import os
import signal
import sys
import threading


def outcome_of(kind, error):
    """Outcome, exception and message of the schema for an exception that nobody caught."""
    name = kind.__name__
    message = _message(error)
    if issubclass(kind, KeyboardInterrupt):
        return "STOPPED", None, "interrupted from the keyboard"
    memory = issubclass(kind, MemoryError) or name in ("OutOfMemoryError", "ResourceExhaustedError")
    if memory or (issubclass(kind, RuntimeError) and "out of memory" in message.lower()):
        return "OUT_OF_MEMORY", name, message
    return "FAILED", name, message


def _message(error):
    try:
        return str(error)[:4096]
    except Exception:
        return "(its message cannot be read)"


class Endings:
    """
    Ends the run by the way in which the process ends: an exception that nobody catches, ``sys.exit`` with a code,
    SIGTERM, or the normal exit. What others have installed goes on to work behind it. Signals are taken only by the
    main thread, and only where the job does not ignore them.
    """

    def __init__(self, end):
        self._end = end
        self._pid = os.getpid()
        self._stopped = False
        self._code = None
        self._excepthook = None
        self._exit = None
        self._sigterm = None

    def install(self):
        self._excepthook = sys.excepthook
        self._exit = sys.exit
        sys.excepthook = self._on_exception
        sys.exit = self._on_sys_exit
        atexit.register(self._at_exit)
        if threading.current_thread() is not threading.main_thread():
            return
        before = signal.getsignal(signal.SIGTERM)
        if before is not None and before is not signal.SIG_IGN:
            self._sigterm = before
            signal.signal(signal.SIGTERM, self._on_sigterm)

    def remove(self):
        """Puts back what was there, unless somebody has put something else on top."""
        if sys.excepthook == self._on_exception:
            sys.excepthook = self._excepthook
        if sys.exit == self._on_sys_exit:
            sys.exit = self._exit
        atexit.unregister(self._at_exit)
        self._restore_signal()

    def _restore_signal(self):
        if self._sigterm is None or threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGTERM) == self._on_sigterm:
            signal.signal(signal.SIGTERM, self._sigterm)

    def _mine(self):
        return os.getpid() == self._pid

    def _on_exception(self, kind, error, trace):
        if self._mine():
            if self._stopped:
                self._end("STOPPED", None, "SIGTERM")
            else:
                self._end(*outcome_of(kind, error))
        self._excepthook(kind, error, trace)

    def _on_sys_exit(self, code=None):
        self._code = code
        self._exit(code)

    def _on_sigterm(self, number, frame):
        before = self._sigterm
        if callable(before):
            self._stopped = True
            before(number, frame)
            return
        if self._mine():
            self._end("STOPPED", None, "SIGTERM")
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _at_exit(self):
        if not self._mine():
            return
        if self._stopped:
            self._end("STOPPED", None, "SIGTERM")
        elif self._code in (None, 0, False):
            self._end("FINISHED", None, None)
        else:
            self._end("FAILED", "SystemExit", f"exit code {self._code}"[:4096])
