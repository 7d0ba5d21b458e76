package io.gradwatch.fleet.summary;

/**
 * Stretch of time that is summed up.
 *
 * @param fromMillis since 1970
 * @param toMillis not included
 * @param project that it is of; null for all
 */
public record SummaryPeriod(long fromMillis, long toMillis, String project) {

    /** Checks the order. */
    public SummaryPeriod {
        if (fromMillis >= toMillis) {
            throw new IllegalArgumentException(
                    "from was '" + fromMillis + "' but must be before to, which was '" + toMillis + "'");
        }
    }
}
