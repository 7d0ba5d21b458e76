"""Trains many runs in processes, and goes on where an earlier call stopped."""

import multiprocessing
import os
import sys
import time
import traceback

from . import plan as plans

FOLDERS = ("runs", "lines", "truth")


def generate(out, runs, seed, jobs, programs=None):
    """
    Trains until ``runs`` runs of this seed are there. A run that fails is written to ``failures.log`` and left out.

    :param out: folder; made if need be
    :param jobs: processes
    :param programs: names of the only programs to train; all if None
    """
    for folder in FOLDERS:
        os.makedirs(os.path.join(out, folder), exist_ok=True)
    numbers = range(-(-runs // (1 + plans.VARIANTS)))
    work = [(out, seed, number, programs) for number in numbers]
    if jobs == 1:
        _one_thread()
        return _count(map(_family, work))
    with multiprocessing.get_context("spawn").Pool(jobs, _prepare) as pool:
        return _count(pool.imap_unordered(_family, work))


def _count(families):
    began, count = time.monotonic(), 0
    for trained, name in families:
        count += trained
        if trained:
            hour = 3600 * count / (time.monotonic() - began)
            print(f"{count} runs trained, {hour:.0f} an hour; last {name}", file=sys.stderr, flush=True)
    return count


def _prepare():
    os.nice(5)
    _one_thread()


def _one_thread():
    import torch

    torch.set_num_threads(1)


def _family(work):
    out, seed, number, programs = work
    from . import session

    trained, name = 0, ""
    for plan in plans.family(seed, number):
        name = plan.id
        if (programs is None or plan.program in programs) and not session.done(plan, out):
            try:
                session.train(plan, out)
                trained += 1
            except Exception:
                with open(os.path.join(out, "failures.log"), "a") as file:
                    file.write(f"{plan.id} {plan.fault}: {traceback.format_exc()}\n")
    return trained, name
