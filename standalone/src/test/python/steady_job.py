"""Logs at a steady pace while things go wrong around it.

steady_job.py ID STEPS SECONDS: STEPS calls of log in SECONDS. Prints "training" after a tenth of them, and at the end how many
records the job itself had to drop and the longest call of log in milliseconds.
"""

import sys
import time

import gradwatch


def main(name, steps, seconds):
    run = gradwatch.init(project="python", id=name)
    longest = 0.0
    for step in range(steps):
        began = time.perf_counter()
        run.log({"loss": 1 / (1 + step), "note": 0.5}, step=step)
        took = time.perf_counter() - began
        longest = max(longest, took)
        if step == steps // 10:
            print("training", flush=True)
        time.sleep(max(0.0, seconds / steps - took))
    run.finish()
    print("dropped", run.dropped_records, "longest", round(longest * 1000, 1), flush=True)


main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
