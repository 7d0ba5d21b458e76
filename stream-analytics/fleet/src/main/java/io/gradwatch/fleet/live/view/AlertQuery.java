package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Filter of a list of alerts, newest first. A filter that is null lets all pass.
 *
 * @param state one of those of an {@link AlertRow}
 * @param status as it stands for people: one of those of an {@link AlertRow}
 * @param open true where somebody must still see to it, as in an {@link AlertRow}
 * @param severity exactly this one
 * @param assignee exactly this one; {@code none} for alerts without
 * @param text words, each in the summary, class, detector, layer, run, its name, project or owner, whatever its case;
 *     or a regular expression between slashes that is found in one of them
 * @param since raised then or later, milliseconds since 1970-01-01 UTC
 * @param limit of the part, 1 or more
 * @param cursor of the part before; null for the first
 */
@RecordBuilder
public record AlertQuery(
        String state,
        String status,
        Boolean open,
        String severity,
        @JsonProperty("class") String alertClass,
        String run,
        String project,
        String owner,
        String assignee,
        String text,
        Long since,
        int limit,
        String cursor) {

    /** The newest alerts that fire. */
    public static AlertQuery firing(int limit) {
        return AlertQueryBuilder.builder().state("firing").limit(limit).build();
    }

    /** The same behind a cursor; null for the first part. */
    public AlertQuery after(String other) {
        return AlertQueryBuilder.builder(this).cursor(other).build();
    }
}
