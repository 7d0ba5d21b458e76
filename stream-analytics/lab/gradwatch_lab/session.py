"""One run from its plan to the lines that the agent's socket got of it."""

import gzip
import json
import os

import numpy

import gradwatch

from . import faults, habits, programs, quirks, training
from .recorder import Recorder

_recorder = None


def recorder():
    """The recorder of this process."""
    global _recorder
    if _recorder is None:
        _recorder = Recorder()
        os.environ["GRADWATCH_AGENT"] = _recorder.address
        os.environ["GRADWATCH_QUIET"] = "1"
    return _recorder


def done(plan, out):
    """True where the run is there."""
    return os.path.exists(os.path.join(out, "runs", f"{plan.id}.json"))


def train(plan, out):
    """
    Trains a run and keeps ``lines/<id>.jsonl.gz`` (what was sent), ``truth/<id>.npz`` (what was not) and, last of all,
    ``runs/<id>.json`` (the plan).
    """
    kept = recorder()
    fault = faults.of(plan.fault, plan.strength)
    fault.configure(plan.config)
    job = training.Job(plan, programs.all_programs()[plan.program], fault)
    run = _begin(plan, job)
    try:
        reporter = habits.Reporter(run, plan.habit, plan.steps, job.task.steps_per_epoch, quirks.first_logged(plan.quirk, plan.steps))
        job.train(reporter.step)
    except BaseException as e:
        run.fail(e)
        kept.take(plan.id)
        raise
    run.finish()
    lines = kept.take(plan.id)
    if not lines or run.dropped_records:
        raise RuntimeError(f"{run.dropped_records} records were dropped, {len(lines)} lines kept")
    _keep(plan, job, lines, out)


def _begin(plan, job):
    more = dict(classes=job.task.classes, objective=job.task.objective) if plan.declares else {}
    described = {**plan.config, "optimizer": plan.optimizer, "lr": plan.base_rate, "schedule": plan.schedule}
    run = gradwatch.init(project="lab", name=plan.program, config=described, id=plan.id, **more)
    if plan.habit.samples:
        watch = run.watch(job.task.model, job.optimizer, every=max(1, plan.steps // plan.habit.samples))
        job.told_batch = watch.batch if plan.declares else None
    return run


def _keep(plan, job, lines, out):
    with gzip.open(os.path.join(out, "lines", f"{plan.id}.jsonl.gz"), "wt", encoding="utf-8", compresslevel=5) as file:
        file.write("\n".join(lines) + "\n")
    numpy.savez_compressed(
        os.path.join(out, "truth", f"{plan.id}.npz"), **{key: numpy.array(value, numpy.float64) for key, value in job.truth.items()}
    )
    path = os.path.join(out, "runs", f"{plan.id}.json")
    with open(path + ".part", "w") as file:
        json.dump(plan.to_json(), file)
    os.replace(path + ".part", path)
