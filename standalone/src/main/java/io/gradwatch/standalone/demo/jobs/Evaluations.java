package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.schema.Split;

/** Takes the evaluations of a job. */
@FunctionalInterface
interface Evaluations {
    /**
     * Takes one evaluation.
     *
     * @param step optimizer steps done before the evaluation
     * @param epoch passes over the training data, with fraction
     * @param accuracy 0 to 1
     */
    void take(long step, double epoch, Split split, double loss, double accuracy);
}
