package io.gradwatch.fleet.live.view;

/**
 * Which runs, in which order, how many. A filter that is null lets all pass.
 *
 * @param state label of a {@link RunStatus}
 * @param verdict label of a {@link RunVerdict}
 * @param severity runs on which an alert fires, or that ended with an unrecovered one, that is as grave, or graver
 * @param text part of the id, name, project, owner or host, whatever its case
 * @param limit of the part, 1 or more
 * @param cursor of the part before; null for the first
 */
public record RunQuery(
        String state,
        String verdict,
        String project,
        String owner,
        String host,
        String severity,
        String text,
        RunSort sort,
        boolean ascending,
        int limit,
        String cursor) {

    /** The newest runs. */
    public static RunQuery newest(int limit) {
        return new RunQuery(null, null, null, null, null, null, null, RunSort.STARTED, false, limit, null);
    }
}
