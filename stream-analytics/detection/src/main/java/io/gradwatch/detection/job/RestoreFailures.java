package io.gradwatch.detection.job;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The failures of a job that are the fault of one checkpoint, as long as no other comes between them. */
final class RestoreFailures {

    /** A checkpoint at whose restoring the job failed this often in a row is given up. Own choice. */
    static final int ENOUGH = 3;

    private final Set<Long> failedMillis = new HashSet<>();
    private Path checkpoint;

    /**
     * Notes the last failure of the job; one that is known is not counted again.
     *
     * @param damaged true where the files of the checkpoint are not as they were written
     * @return true where there were enough to give the checkpoint up
     */
    boolean failed(Path of, JobFailure failure, BooleanSupplier damaged) {
        boolean known = of.equals(checkpoint) && failedMillis.contains(failure.atMillis());
        if (!known) {
            count(of, failure, damaged);
        }
        return failedMillis.size() >= ENOUGH;
    }

    private void count(Path of, JobFailure failure, BooleanSupplier damaged) {
        boolean ofCheckpoint = RestartMonitor.isOfCheckpoint(failure.text(), damaged);
        if (!of.equals(checkpoint) || !ofCheckpoint) {
            failedMillis.clear();
        }
        checkpoint = of;
        if (ofCheckpoint) {
            failedMillis.add(failure.atMillis());
        }
    }

    /** The job runs. */
    void clear() {
        failedMillis.clear();
    }
}
