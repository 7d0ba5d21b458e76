"""
Hands what a training job does to the Gradwatch agent beside it::

    import gradwatch

    run = gradwatch.init(project="vision", name="digits", config={"lr": 0.1})
    for batch in batches:
        ...
        gradwatch.log({"loss": loss, "lr": 0.1})

Nothing here raises into the job, waits for the agent, or slows the training thread. docs/PYTHON.md has all of it.
"""

import sys

from ._control import Alert
from ._log import LOGGER
from ._run import Run

__version__ = "0.1.0"
__all__ = ["Alert", "Run", "alert", "describe", "evaluation", "finish", "init", "log", "run", "watch"]

#: The run that the functions of this module speak of: the last one that was started in this process.
run = None


def init(
    project=None,
    name=None,
    config=None,
    *,
    id=None,
    resume=False,
    owner=None,
    classes=None,
    objective=None,
    goal_error=None,
    reference=None,
    references=None,
    baseline_loss=None,
    single_batch=False,
    tags=None,
    stop_on=None,
    save_checkpoint_on=None,
):
    """
    Begins a run, and ends the one before it. Opens no socket on the calling thread.

    :param project: what the run belongs to
    :param name: what people call it
    :param config: hyper-parameters: a mapping, a namespace or a dataclass, nested if need be
    :param id: names the run in the stream, at most 200 characters; a restart with the same id is its next attempt.
        GRADWATCH_RUN_ID sets it too; made from project, name and the launcher's job id, or at random, if not given
    :param resume: the id is project and name alone, so that every start of the job is an attempt of one run
    :param owner: who is told of its failures
    :param classes: classes to tell apart, 1 or more
    :param objective: what the loss means: classification, regression, language-model, gan, ...
    :param goal_error: the error (0 to 1) that the run wants to reach
    :param reference: what the run is compared with: the id of another run, a number, or a name
    :param references: curves to keep up with, mappings of name, signal, axis, at and values as in telemetry.avdl
    :param baseline_loss: loss of a very simple model, such as the mean of the targets
    :param single_batch: it trains on one small batch on purpose: its loss must go arbitrarily close to zero
    :param tags: words kept among the hyper-parameters
    :param stop_on: detectors, classes or severities of alerts at which ``run.should_stop`` becomes true
    :param save_checkpoint_on: the same for ``run.take_checkpoint_wish()``
    """
    global run
    if run is not None:
        run.finish()
    given = dict(
        project=project, name=name, config=config, owner=owner, classes=classes, objective=objective,
        goal_error=goal_error, reference=reference, references=references, baseline_loss=baseline_loss,
        single_batch=single_batch, tags=tags,
    )
    run = Run(given, id, resume, stop_on, save_checkpoint_on)
    return run._stay_out() if _imported_by_spawn() else run._begin()


def _imported_by_spawn():
    """Whether a worker that multiprocessing spawned is importing the job's script anew: that is no run."""
    process = sys.modules.get("multiprocessing.process")
    return process is not None and getattr(process.current_process(), "_inheriting", False)


def _current(call):
    if run is None:
        LOGGER.warning("gradwatch.%s before gradwatch.init does nothing", call)
    return run


def log(values, step=None):
    """See :meth:`Run.log`, for the current run."""
    current = run
    if current is not None or _current("log"):
        current.log(values, step)


def alert(title, text="", level="INFO"):
    """See :meth:`Run.alert`, for the current run."""
    if _current("alert") is not None:
        run.alert(title, text, level)


def evaluation(*args, **kwargs):
    """See :meth:`Run.evaluation`, for the current run."""
    if _current("evaluation") is not None:
        run.evaluation(*args, **kwargs)


def watch(model, optimizer=None, loss_fn=None, **options):
    """See :meth:`Run.watch`, for the current run."""
    return run.watch(model, optimizer, loss_fn, **options) if _current("watch") is not None else None


def describe(**more):
    """See :meth:`Run.describe`, for the current run."""
    if _current("describe") is not None:
        run.describe(**more)


def finish(exit_code=0, failed=False):
    """See :meth:`Run.finish`, for the current run."""
    if _current("finish") is not None:
        run.finish(exit_code, failed)


def __getattr__(name):
    if name == "Watch":
        from ._watch import Watch

        return Watch
    raise AttributeError(f"module 'gradwatch' has no attribute '{name}'")
