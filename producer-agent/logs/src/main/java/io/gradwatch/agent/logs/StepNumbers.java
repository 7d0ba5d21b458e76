package io.gradwatch.agent.logs;

/**
 * Numbers the rows of a log by step. A log that names no steps is numbered by its epochs if these are whole, else by
 * its rows: its first row decides. In a log that names steps, a row without one belongs to the step before.
 */
final class StepNumbers {

    private enum Source {
        STEP,
        EPOCH,
        ROW
    }

    private Source source;
    private long last;

    /**
     * The step of the next row.
     *
     * @param step as logged, or null
     * @param epoch as logged, or null
     * @param row number of the row, from 0
     */
    long next(Long step, Double epoch, long row) {
        if (source == null) {
            source = step != null ? Source.STEP : isWhole(epoch) ? Source.EPOCH : Source.ROW;
        }
        if (step != null) {
            last = step;
        } else if (source == Source.ROW) {
            last = row;
        } else if (source == Source.EPOCH && epoch != null && Double.isFinite(epoch)) {
            last = Math.max(0, (long) Math.floor(epoch));
        }
        return last;
    }

    private static boolean isWhole(Double epoch) {
        return epoch != null && LoggedNumber.step(epoch).isPresent();
    }
}
