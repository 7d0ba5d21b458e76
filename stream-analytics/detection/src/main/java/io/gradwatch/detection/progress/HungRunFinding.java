package io.gradwatch.detection.progress;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;

/** A run that has not got on, and what to look at. */
final class HungRunFinding {

    private HungRunFinding() {}

    static Finding of(HungRunDetector.State state, Severity severity, double patience, DetectionContext context) {
        long step = Math.max(0, Math.max(context.lastStep(), state.toldStep));
        String where = state.begun ? "after step " + step : "before its first step";
        Finding.Builder finding = Finding.builder(
                        severity, step, "The run lives but has not got on for %.0f s, %s.", state.waited, where)
                .evidence(Reading.duration("time without progress", state.waited, "s")
                        .atLeast(patience))
                .evidence(Reading.duration("usual time between steps", state.gap.value(), "s"))
                .evidence(Reading.duration("longest time between steps so far", state.longest, "s"))
                .evidence(Reading.step("last step", step));
        if (context.run().getWorldSize() > 1) {
            finding.cause("A collective operation waits for a rank that is gone or took another path.", "");
        }
        return finding.cause("A loader process died or waits for a lock or a file system.", "")
                .cause("An evaluation or a checkpoint takes far longer than those before.", "")
                .remedy("Take a stack dump of every rank (jstack, py-spy) and see where each one waits.", "K11")
                .remedy("Restart from the last checkpoint, as a new attempt of the run.", "")
                .build();
    }
}
