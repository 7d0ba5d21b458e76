package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Filter, order and length of a list of runs. A filter that is null lets all pass.
 *
 * @param runs ids, one of which the run has; all runs where there are none
 * @param state label of a {@link RunStatus}
 * @param verdict label of a {@link io.gradwatch.schema.fault.RunVerdict}
 * @param severity runs on which an alert fires, or that ended with an unrecovered one, that is as grave, or graver
 * @param text words, each in the id, name, project, owner, host, tags, notes or group, whatever its case; or a regular
 *     expression between slashes that is found in one of them
 * @param tags that the run has, all of them
 * @param where conditions on columns, all of which hold, such as {@code config.lr > 0.001}
 * @param columns whose values the rows have besides their fields
 * @param sort column that the runs are ordered by; those without a value come last in either direction
 * @param order null for that from the largest value down
 * @param limit of the part, 1 or more
 * @param cursor of the part before; null for the first
 */
@RecordBuilder
public record RunQuery(
        @JsonProperty("run") List<String> runs,
        String state,
        String verdict,
        String project,
        String owner,
        String host,
        String severity,
        String text,
        @JsonProperty("tag") List<String> tags,
        String group,
        List<String> where,
        @JsonProperty("column") List<String> columns,
        String sort,
        Order order,
        int limit,
        String cursor) {

    public RunQuery {
        runs = runs == null ? List.of() : runs;
        tags = tags == null ? List.of() : tags;
        where = where == null ? List.of() : where;
        columns = columns == null ? List.of() : columns;
    }

    /** Direction of the order. */
    public enum Order {
        ASC,
        DESC
    }

    /** The newest runs. */
    public static RunQuery newest(int limit) {
        return RunQueryBuilder.builder().sort("started").limit(limit).build();
    }
}
