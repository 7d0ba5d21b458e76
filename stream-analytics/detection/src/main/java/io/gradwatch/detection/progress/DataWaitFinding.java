package io.gradwatch.detection.progress;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says how much of the time goes into waiting for data, and how to shorten it. */
final class DataWaitFinding {

    private DataWaitFinding() {}

    static Finding of(DataWaitDetector.State state, double share, Severity severity, DetectionContext context) {
        double duration = state.duration / state.steps;
        String summary = String.format(
                Locale.ROOT,
                "Training waits for data during %.0f %% of its time: %.3g of %.3g ms a step.",
                100 * share,
                share * duration,
                duration);
        double threshold = context.setting(severity == Severity.INFO ? DataWaitDetector.SHARE : DataWaitDetector.MOST);
        return Finding.builder(severity, state.since, summary)
                .evidence("share of the time spent waiting for data", share, "", ">=", threshold)
                .evidence("duration of a step", duration, "ms")
                .cause("Too few processes load data, or they load too little ahead.", "")
                .cause("Decoding and augmentation are done at every step where once would do.", "")
                .cause("The disk or the network that the data come from is slow.", "")
                .remedy("Raise the number of loader processes, and the batches that each loads ahead.", "")
                .remedy("Time the loader alone: how many batches a second does it give?", "")
                .remedy("Store the data decoded, and near the accelerator.", "")
                .build();
    }
}
