"""A training run that is watched."""

from __future__ import annotations

import os
import threading
import weakref
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping, Optional, Type, TypeVar, Union

from . import _announcement, _endings
from ._address import Address
from ._backlog import Backlog
from ._control import Alert, Control
from ._doubts import Doubts
from ._identity import Identity
from ._late import LateFile
from ._latefolder import folder_of, limit_of
from ._log import LOGGER
from ._numbering import Numbering
from ._recorded import Recorded
from ._sender import Sender

if TYPE_CHECKING:
    from ._watch import Watch

CLOSE_SECONDS = 5.0
EXIT_SECONDS = 4.0

Callback = TypeVar("Callback", bound=Callable[[Alert], Any])

_runs: weakref.WeakSet[Run] = weakref.WeakSet()


def _in_child() -> None:
    for run in list(_runs):
        run._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)


class Run(Recorded):
    """
    A training run. Made by :func:`gradwatch.init`. Nothing here raises into the job or waits, except that
    :meth:`finish` waits for the agent, at most 5 seconds. Thread-safe. In a forked child every call does nothing but
    count.
    """

    def __init__(
        self,
        given: Mapping[str, Any],
        id: Optional[str] = None,
        resume: bool = False,
        stop_on: Union[str, Iterable[str], None] = None,
        save_checkpoint_on: Union[str, Iterable[str], None] = None,
        environment: Optional[Mapping[str, str]] = None,
        sender: Optional[Sender] = None,
        quiet: Optional[bool] = None,
    ) -> None:
        environment = os.environ if environment is None else environment
        self._pid: Optional[int] = os.getpid()
        self._outcome = None
        self._doubts = Doubts()
        identity = Identity.of(environment, self._doubts.warn, id, given.get("name"), given.get("project"), resume)
        super().__init__(identity, given, self._doubts, environment)
        self._control = Control(stop_on, save_checkpoint_on)
        address = Address.from_environment(environment, self._doubts.warn)
        folder = folder_of(address, environment)
        limit = limit_of(environment, self._doubts.warn)
        file = LateFile(folder, identity.session, limit) if folder else None
        self._sender = sender or Sender(
            self._identity,
            address,
            environment.get("GRADWATCH_AGENT_TOKEN"),
            self._doubts,
            self._control.hear,
            backlog=Backlog(file=file),
        )
        if identity.rank == 0 and not _announcement.is_quiet(quiet, environment):
            self._sender.page.on_address = _announcement.of(self.name)
        self._numbering = Numbering(self._doubts)
        self._watch: Optional[Watch] = None
        self._end_lock = threading.Lock()
        self._over = False
        self._endings = _endings.Endings(self._end_at_exit)
        self._close_seconds = CLOSE_SECONDS

    def _begin(self) -> Run:
        if self._control.wanted():
            self._sender.alerts = True
        self._declare()
        self._endings.install()
        self._sender.start()
        _runs.add(self)
        return self

    def _stay_out(self) -> Run:
        """This process is not the job: nothing is sent."""
        self._pid = None
        return self

    @property
    def rank(self) -> int:
        """Rank of this process in the job, from 0; the lowest one speaks for the job."""
        return self._identity.rank

    @property
    def attempt(self) -> Optional[int]:
        """Count of the starts of the run, from 0; None until the agent has told it."""
        return self._sender.attempt

    @property
    def dropped_records(self) -> int:
        """Records that were lost because the agent was away too long, or was slower than the job."""
        return self._doubts.dropped

    @property
    def ignored_values(self) -> int:
        """Values that were left out because they are no numbers or out of range."""
        return self._doubts.values

    def watch(self, model: Any, optimizer: Any = None, loss_fn: Any = None, **options: Any) -> Optional[Watch]:
        """
        Takes statistics of the layers of a PyTorch model while it trains, see :class:`gradwatch.Watch` for the options.
        Never raises: what cannot be watched is said in the log and left out. Returns the watch, or None.
        """
        try:
            if not self._usable():
                return None
            from ._watch import Watch

            if self._watch is not None:
                self._watch.close()
            self._watch = Watch(self, model, optimizer, loss_fn, **options)
            return self._watch
        except Exception:
            LOGGER.warning("The model cannot be watched; training goes on without statistics", exc_info=True)
            return None

    def on_alert(self, callback: Callback) -> Callback:
        """
        Calls ``callback(alert)`` for each alert of the run, on the sending thread: it should be quick, and touch nothing
        that the training thread uses without a lock. May decorate a function.
        """
        if self._usable():
            self._control.add(callback)
            self._sender.ask_for_alerts()
        return callback

    @property
    def should_stop(self) -> bool:
        """True once an alert that ``stop_on`` names has fired: the job may stop, nothing stops it."""
        return self._control.stop_reason is not None

    @property
    def stop_reason(self) -> Optional[Alert]:
        """The alert for which to stop; None where there is none."""
        return self._control.stop_reason

    def take_checkpoint_wish(self) -> Optional[Alert]:
        """The alert, named by ``save_checkpoint_on``, for which to save a checkpoint now; None where there is none. An
        alert is handed out once."""
        return self._control.take_checkpoint_wish()

    def fail(self, error: BaseException) -> None:
        """The run has failed with this exception."""
        self._end(*_endings.outcome_of(type(error), error))

    def finish(self, exit_code: int = 0, failed: bool = False) -> None:
        """
        Ends the run: finished, or failed where ``failed`` or the exit code is not 0. Waits at most 5 seconds until the
        agent has everything. Of several endings the first counts.
        """
        if exit_code or failed:
            self._end("FAILED", None, f"exit code {exit_code}" if exit_code else "the job said that it failed")
        else:
            self._end("FINISHED", None, None)

    def _end_at_exit(self, outcome: str, exception: Optional[str], message: Optional[str]) -> None:
        self._close_seconds = min(self._close_seconds, EXIT_SECONDS)
        self._end(outcome, exception, message)

    def _end(self, outcome: str, exception: Optional[str], message: Optional[str]) -> None:
        # A signal handler may come while this same thread is in here: it does not wait for itself.
        if self._over or os.getpid() != self._pid or not self._end_lock.acquire(blocking=False):
            return
        try:
            if self._watch is not None:
                self._watch.close()
            self._over = True
            event = {"outcome": outcome}
            if exception:
                event["exception"] = exception
            if message:
                event["message"] = message
            self._declare_results()
            self._outcome = outcome
            self._put_essential("ended", event)
            self._endings.remove()
            if not self._sender.close(self._close_seconds):
                self._tell_what_waits(*self._sender.left)
        except Exception:
            LOGGER.warning("The end of run %s could not be told", self.id, exc_info=True)
        finally:
            self._end_lock.release()

    def _tell_what_waits(self, count: int, path: Optional[str], lost: int) -> None:
        told = []
        if path is not None:
            told.append(f"{count - lost} wait in {path} for the next agent")
        if lost:
            told.append(f"{lost} are lost")
        if not told:
            told.append("they are lost unless the disk takes them before the process ends")
        LOGGER.warning("%d records of run %s did not reach the agent: %s", count, self.id, ", ".join(told))

    def _is_here(self) -> bool:
        return self._pid == os.getpid() and not self._over

    def _usable(self) -> bool:
        """True where the run goes on in this process; elsewhere the call counts as dropped."""
        if self._pid != os.getpid():
            self._doubts.drop(why=None)
            return False
        if self._over:
            self._doubts.drop(f"Run {self.id} has ended; what is recorded after that is dropped")
            return False
        return True

    def _forget(self) -> None:
        """After a fork, in the child: the run belongs to the parent."""
        if self._pid != os.getpid():
            self._doubts.after_fork()
            self._endings.remove()
            if self._watch is not None:
                self._watch.forget()
            self._sender.forget()

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if kind is None or (issubclass(kind, SystemExit) and error.code in (None, 0)):
            self.finish()
        else:
            self._end(*_endings.outcome_of(kind, error))
