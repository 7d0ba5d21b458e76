"""Trains nothing: sends tags, notes and a group of a run, and prints its page's address. Needs no PyTorch."""

import sys

import gradwatch

HOSTILE = "<img src=x onerror=document.title='owned'>"

run = gradwatch.init(
    project="vision",
    name="described",
    id="python-described",
    config={"lr": 0.1, "model": {"depth": 3}},
    tags=["baseline", HOSTILE],
    notes=f"warm-up of 500 steps\n{HOSTILE}",
    group="sweep-1",
)
run.define_metric("val/loss", summary="min", goal="minimize")
run.define_metric("debug/*", hidden=True)
for step in range(20):
    run.log({"loss": 1.0 / (step + 1), "debug/x": step})
    run.log({"val/loss": abs(10 - step) + 1.0})
run.config.lr = 0.2
run.tags += ("later",)
run.summary["images"] = 640
print(run.url)
run.finish()
sys.exit(0)
