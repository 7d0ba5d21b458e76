package io.gradwatch.standalone.demo.jobs;

/** Receives the progress of a job after every step, on the training thread. */
@FunctionalInterface
public interface TrainingProgress {
    /** Ignores the progress. */
    TrainingProgress NONE = report -> {};

    void report(Report report);

    /**
     * Progress of a job.
     *
     * @param step optimizer steps done, 1 to {@code steps}
     * @param steps optimizer steps that the job will do
     * @param loss of the last minibatch
     * @param validationLoss of the last evaluation, NaN before the first
     * @param validationAccuracy of the last evaluation, 0 to 1, NaN before the first
     */
    record Report(long step, long steps, double loss, double validationLoss, double validationAccuracy) {}
}
