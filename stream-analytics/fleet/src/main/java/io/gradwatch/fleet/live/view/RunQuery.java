package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Filter, order and length of a list of runs. A filter that is null lets all pass.
 *
 * @param state label of a {@link RunStatus}
 * @param verdict label of a {@link io.gradwatch.schema.fault.RunVerdict}
 * @param severity runs on which an alert fires, or that ended with an unrecovered one, that is as grave, or graver
 * @param text words, each in the id, name, project, owner, host, tags, notes or group, whatever its case
 * @param tags that the run has, all of them
 * @param order null for that from the largest value down
 * @param limit of the part, 1 or more
 * @param cursor of the part before; null for the first
 */
@RecordBuilder
public record RunQuery(
        String state,
        String verdict,
        String project,
        String owner,
        String host,
        String severity,
        String text,
        @JsonProperty("tag") List<String> tags,
        String group,
        RunSort sort,
        Order order,
        int limit,
        String cursor) {

    /** Direction of the order. */
    public enum Order {
        ASC,
        DESC
    }

    /** The newest runs. */
    public static RunQuery newest(int limit) {
        return RunQueryBuilder.builder()
                .tags(List.of())
                .sort(RunSort.STARTED)
                .limit(limit)
                .build();
    }
}
