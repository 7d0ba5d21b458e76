package io.gradwatch.detection.progress;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;

/** Time that goes into waiting for data, and how to shorten it. */
final class DataWaitFinding {

    private DataWaitFinding() {}

    static Finding of(DataWaitDetector.State state, double share, Severity severity, DetectionContext context) {
        double duration = state.duration / state.steps;
        double threshold = context.setting(severity == Severity.INFO ? DataWaitDetector.SHARE : DataWaitDetector.MOST);
        return Finding.builder(
                        severity,
                        state.since,
                        "Training waits for data during %.0f %% of its time: %.3g of %.3g ms a step.",
                        100 * share,
                        share * duration,
                        duration)
                .evidence(Reading.share(SeriesNames.DATA_WAIT, "share of the time spent waiting for data", share)
                        .atLeast(threshold))
                .evidence(Reading.level(SeriesNames.DATA_WAIT, "waiting at a step", share * duration)
                        .in("ms"))
                .evidence(Reading.level(SeriesNames.DURATION, "duration of a step", duration)
                        .in("ms"))
                .cause("Too few processes load data, or they load too little ahead.", "")
                .cause("Decoding and augmentation are done at every step where once would do.", "")
                .cause("The disk or the network that the data come from is slow.", "")
                .remedy("Raise the number of loader processes, and the batches that each loads ahead.", "")
                .remedy("Time the loader alone: how many batches a second does it give?", "")
                .remedy("Store the data decoded, and near the accelerator.", "")
                .build();
    }
}
