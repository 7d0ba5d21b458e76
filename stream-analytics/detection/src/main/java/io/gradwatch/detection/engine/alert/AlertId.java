package io.gradwatch.detection.engine.alert;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Sha256;

/**
 * Ids of alerts: readable, and the same whenever the same events are replayed, as in
 * {@code mnist-7/a0/non-finite/120/5f2b9c01d4e8a763}.
 */
final class AlertId {

    private static final int READABLE_RUN_CHARACTERS = 60;
    private static final int HASH_BYTES = 8;

    private AlertId() {}

    /** Of the fault that a detector found in the present attempt: made of run, attempt, detector, scope and onset. */
    static String of(DetectionState run, String detector, Finding finding) {
        String scope = finding.rank() + "\n" + finding.layer() + "\n" + finding.split()
                + (finding.topic() == null ? "" : "\n" + finding.topic());
        String all = String.join(
                "\n",
                run.runId,
                Integer.toString(run.attempt),
                Integer.toString(run.restarts),
                detector,
                Long.toString(finding.onsetStep()),
                scope);
        String readable = run.runId.replaceAll("[^A-Za-z0-9._-]", "_");
        String head = readable.substring(0, Math.min(readable.length(), READABLE_RUN_CHARACTERS));
        return head + "/a" + run.attempt + "/" + detector + "/" + finding.onsetStep() + "/"
                + Sha256.hex(all, HASH_BYTES);
    }
}
