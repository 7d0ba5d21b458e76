package io.gradwatch.detection.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The job on a cluster, after it was submitted. Each method throws where the cluster does not answer. */
interface RestoredJob {

    /** True where every part of the job runs. */
    boolean isRunning() throws ExecutionException, TimeoutException, InterruptedException;

    /** The checkpoint with which it began, or to which it went back last; empty where there is none. */
    Optional<Path> checkpoint() throws ExecutionException, TimeoutException, InterruptedException;

    /** Its last failure; empty before the first. */
    Optional<JobFailure> lastFailure() throws ExecutionException, TimeoutException, InterruptedException;

    /** True where the job will not restart by itself. */
    boolean hasEnded() throws ExecutionException, TimeoutException, InterruptedException;

    /** Ends it, where it has not ended. */
    void cancel() throws ExecutionException, TimeoutException, InterruptedException;
}
