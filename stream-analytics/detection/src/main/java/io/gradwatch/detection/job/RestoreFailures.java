package io.gradwatch.detection.job;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The failures of a job that are the fault of one checkpoint, as long as no other comes between them. */
final class RestoreFailures {

    /** A checkpoint at whose restoring the job failed this often in a row is given up. Own choice. */
    static final int ENOUGH = 3;

    private Path checkpoint;
    private long lastMillis;
    private int count;

    /**
     * Notes the last failure of the job; one that is known is neither counted nor looked into again.
     *
     * @param damaged true where the files of the checkpoint are not as they were written; reads them all
     * @return true where there were enough to give the checkpoint up
     */
    boolean failed(Path of, JobFailure failure, BooleanSupplier damaged) {
        boolean same = of.equals(checkpoint);
        if (!same || failure.atMillis() != lastMillis) {
            boolean ofCheckpoint = RestartMonitor.isOfCheckpoint(failure.text(), damaged);
            count = ofCheckpoint ? (same ? count : 0) + 1 : 0;
            checkpoint = of;
            lastMillis = failure.atMillis();
        }
        return count >= ENOUGH;
    }

    /** The job runs. */
    void clear() {
        count = 0;
    }
}
