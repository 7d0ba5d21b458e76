package io.gradwatch.agent.attach;

/**
 * Progress of a followed run.
 *
 * @param runId of the run
 * @param rows that were sent of it, by this process and those before
 * @param step the last one, -1 before the first
 * @param attempt count of its starts, from 0
 * @param late steps that were left out, as another file of the run was further
 * @param ended true if its end was sent
 */
public record RunProgress(String runId, long rows, long step, int attempt, long late, boolean ended) {

    /** For a person. */
    @Override
    public String toString() {
        return runId + ": " + rows + " rows" + (step < 0 ? "" : ", to step " + step)
                + (attempt == 0 ? "" : ", attempt " + attempt)
                + (late == 0 ? "" : ", " + late + " late steps left out")
                + (ended ? ", ended" : "");
    }
}
