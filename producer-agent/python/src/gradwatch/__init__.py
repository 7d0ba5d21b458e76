"""
Hands what a training job does to the Gradwatch agent beside it::

    import gradwatch

    run = gradwatch.init(project="vision", name="digits", config={"lr": 0.1})
    for batch in batches:
        ...
        gradwatch.log({"loss": loss, "lr": 0.1})

Nothing here raises into the job, waits for the agent, or slows the training thread. docs/PYTHON.md has all of it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Optional, Union

from ._config import Config
from ._control import Alert
from ._log import LOGGER
from ._run import Run
from ._summary import Summary
from ._version import VERSION

if TYPE_CHECKING:
    from ._watch import Watch as Watch

__version__ = VERSION
__all__ = [
    "Alert",
    "Config",
    "Run",
    "Summary",
    "alert",
    "checkpoint",
    "define_metric",
    "describe",
    "evaluation",
    "finish",
    "init",
    "log",
    "run",
    "watch",
]

#: The run that the functions of this module speak of: the last one that was started in this process.
run: Optional[Run] = None


def init(
    project: Optional[str] = None,
    name: Optional[str] = None,
    config: Any = None,
    *,
    id: Optional[str] = None,
    resume: bool = False,
    owner: Optional[str] = None,
    tags: Union[str, Iterable[str], None] = None,
    notes: Optional[str] = None,
    group: Optional[str] = None,
    classes: Optional[int] = None,
    objective: Optional[str] = None,
    goal_error: Optional[float] = None,
    reference: Union[str, float, None] = None,
    references: Optional[Iterable[Mapping[str, Any]]] = None,
    baseline_loss: Optional[float] = None,
    single_batch: bool = False,
    stop_on: Union[str, Iterable[str], None] = None,
    save_checkpoint_on: Union[str, Iterable[str], None] = None,
    quiet: Optional[bool] = None,
) -> Run:
    """
    Begins a run, and ends the one before it. Opens no socket on the calling thread. The address of the run's page is
    printed to stderr once the agent has told it, by rank 0.

    :param project: what the run belongs to
    :param name: what people call it
    :param config: hyper-parameters: a mapping, a namespace or a dataclass, nested if need be
    :param id: names the run in the stream, at most 200 characters; a restart with the same id is its next attempt.
        GRADWATCH_RUN_ID sets it too; made from project, name and the launcher's job id, or at random, if not given
    :param resume: the id is project and name alone, so that every start of the job is an attempt of one run
    :param owner: who is told of its failures
    :param tags: words by which people find the run again, at most 64; GRADWATCH_TAGS, with commas between, sets them too
    :param notes: what people should know of it, at most 4,096 characters; GRADWATCH_NOTES sets it too
    :param group: names runs that belong together, such as those of one sweep; GRADWATCH_GROUP sets it too
    :param classes: classes to tell apart, 1 or more
    :param objective: what the loss means: classification, regression, language-model, gan, ...
    :param goal_error: the error (0 to 1) that the run wants to reach
    :param reference: what the run is compared with: the id of another run, a number, or a name
    :param references: curves to keep up with, mappings of name, signal, axis, at and values as in telemetry.avdl
    :param baseline_loss: loss of a very simple model, such as the mean of the targets
    :param single_batch: it trains on one small batch on purpose: its loss must go arbitrarily close to zero
    :param stop_on: detectors, classes or severities of alerts at which ``run.should_stop`` becomes true
    :param save_checkpoint_on: the same for ``run.take_checkpoint_wish()``
    :param quiet: whether the address is not printed; GRADWATCH_QUIET=1 says so too
    """
    global run
    if run is not None:
        run.finish()
    given = dict(
        project=project, name=name, config=config, owner=owner, classes=classes, objective=objective,
        goal_error=goal_error, reference=reference, references=references, baseline_loss=baseline_loss,
        single_batch=single_batch, tags=tags,
        notes=notes, group=group,
    )
    run = Run(given, id, resume, stop_on, save_checkpoint_on, quiet=quiet)
    return run._stay_out() if _imported_by_spawn() else run._begin()


def _imported_by_spawn() -> bool:
    """True in a worker that multiprocessing spawned and that imports the job's script anew: that is no run."""
    process = sys.modules.get("multiprocessing.process")
    return process is not None and bool(getattr(process.current_process(), "_inheriting", False))


def _current(call: str) -> Optional[Run]:
    if run is None:
        LOGGER.warning("gradwatch.%s before gradwatch.init does nothing", call)
    return run


def log(values: Mapping[str, Any], step: Optional[int] = None) -> None:
    """See :meth:`Run.log`, for the current run."""
    current = run or _current("log")
    if current is not None:
        current.log(values, step)


def alert(title: str, text: str = "", level: Any = "INFO") -> None:
    """See :meth:`Run.alert`, for the current run."""
    current = _current("alert")
    if current is not None:
        current.alert(title, text, level)


def checkpoint(
    path: Any,
    step: Optional[int] = None,
    metrics: Optional[Mapping[str, Any]] = None,
    *,
    size_bytes: Optional[int] = None,
) -> None:
    """See :meth:`Run.checkpoint`, for the current run."""
    current = _current("checkpoint")
    if current is not None:
        current.checkpoint(path, step, metrics, size_bytes=size_bytes)


def evaluation(*args: Any, **kwargs: Any) -> None:
    """See :meth:`Run.evaluation`, for the current run."""
    current = _current("evaluation")
    if current is not None:
        current.evaluation(*args, **kwargs)


def watch(model: Any, optimizer: Any = None, loss_fn: Any = None, **options: Any) -> Optional[Watch]:
    """See :meth:`Run.watch`, for the current run."""
    current = _current("watch")
    return None if current is None else current.watch(model, optimizer, loss_fn, **options)


def define_metric(
    name: str,
    step_metric: Optional[str] = None,
    *,
    summary: Optional[str] = None,
    goal: Optional[str] = None,
    hidden: bool = False,
) -> None:
    """See :meth:`Run.define_metric`, for the current run."""
    current = _current("define_metric")
    if current is not None:
        current.define_metric(name, step_metric, summary=summary, goal=goal, hidden=hidden)


def describe(**more: Any) -> None:
    """See :meth:`Run.describe`, for the current run."""
    current = _current("describe")
    if current is not None:
        current.describe(**more)


def finish(exit_code: int = 0, failed: bool = False) -> None:
    """See :meth:`Run.finish`, for the current run."""
    current = _current("finish")
    if current is not None:
        current.finish(exit_code, failed)


def __getattr__(name: str) -> Any:
    if name == "Watch":
        from ._watch import Watch

        return Watch
    raise AttributeError(f"module 'gradwatch' has no attribute '{name}'")
