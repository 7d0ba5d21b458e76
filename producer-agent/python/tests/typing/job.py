"""A job that mypy --strict reads, and that nobody runs: the public interface with its types."""

from typing import Any, Optional, Tuple

import gradwatch


def train(model: Any, optimizer: Any) -> Optional[str]:
    run: gradwatch.Run = gradwatch.init(
        project="vision", name="digits", config={"lr": 0.1}, tags=["baseline"], notes="warm-up", group="sweep-1", quiet=True
    )
    run.define_metric("val/*", step_metric="epoch", summary="min,last", goal="minimize", hidden=False)
    run.config.lr = 0.2
    run.config.update({"depth": 3}, batch_size=32)
    run.summary["best"] = 0.9
    run.tags += ("tuned",)
    run.notes = ""
    run.group = "sweep-2"
    names: Tuple[str, str, str] = (run.id, run.name, run.project)
    watch = run.watch(model, optimizer)
    if watch is not None:
        watch.close()

    @run.on_alert
    def told(alert: gradwatch.Alert) -> None:
        print(alert.summary, alert.onset_step + 1, names)

    gradwatch.log({"loss": 1.0}, step=3)
    run.evaluation("val", loss=0.5, metrics={"acc": 0.9})
    if run.should_stop and run.stop_reason is not None:
        print(run.stop_reason.severity)
    told_of = told
    told_of(gradwatch.Alert("", "", "", "", "", 0, 0, "", [], []))
    with run as same:
        same.alert("disk", level="WARN")
    current = gradwatch.run
    if current is not None:
        current.finish(exit_code=0)
    return run.url
