package io.gradwatch.fleet.summary;

/**
 * Stretch of time that is summed up.
 *
 * @param fromMillis since 1970
 * @param toMillis not included
 * @param project that it is of; null for all
 * @param team whose runs it is of
 */
public record SummaryPeriod(long fromMillis, long toMillis, String project, SummaryTeam team) {

    /** Checks the order. */
    public SummaryPeriod {
        if (fromMillis >= toMillis) {
            throw new IllegalArgumentException(
                    "from was '" + fromMillis + "' but must be before to, which was '" + toMillis + "'");
        }
    }

    /** The runs of all teams. */
    public SummaryPeriod(long fromMillis, long toMillis, String project) {
        this(fromMillis, toMillis, project, SummaryTeam.ALL);
    }
}
