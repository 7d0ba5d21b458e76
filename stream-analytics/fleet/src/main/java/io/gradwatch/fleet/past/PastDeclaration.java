package io.gradwatch.fleet.past;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.live.view.RunDetail.Definition;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import io.gradwatch.fleet.live.view.RunDetail.Layer;
import io.gradwatch.fleet.live.view.RunRow;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run declared of itself when it began last.
 *
 * @param gpu model name of its accelerators, empty where none was named
 * @param gpus number of its accelerators: those that were named, or the ranks where these are more
 */
record PastDeclaration(
        String name,
        String project,
        String owner,
        String host,
        String gpu,
        int gpus,
        int worldSize,
        List<String> tags,
        String group,
        Description description) {

    private static final PastDeclaration NONE = new PastDeclaration(
            "",
            "",
            "",
            "",
            "",
            0,
            1,
            List.of(),
            "",
            new Description("", "", Map.of(), null, null, null, List.of(), "", List.of(), Map.of()));

    private static final String LAST = """
            SELECT name, project, owner, host, coalesce(devices[1], '') AS gpu, coalesce(len(devices), 0) AS devices,
              world_size, framework, framework_version, hyperparameters, objective, goal_error, reference, layers,
              tags, coalesce(notes, '') AS notes, coalesce(run_group, '') AS run_group, definitions, summary
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1 AND event = 'started'
            ORDER BY attempt DESC, rank, time DESC
            LIMIT 1""";

    /** Of a run that never declared itself, nothing. */
    static PastDeclaration of(History history, String run) {
        return history.rows().ofRun(HistoryTable.RUNS, run, LAST, PastDeclaration::read).stream()
                .findFirst()
                .orElse(NONE);
    }

    private static PastDeclaration read(ResultSet row) throws SQLException {
        int devices = row.getInt("devices");
        int worldSize = RunRow.believedWorldSize(row.getInt("world_size"));
        return new PastDeclaration(
                row.getString("name"),
                row.getString("project"),
                row.getString("owner"),
                row.getString("host"),
                row.getString("gpu"),
                devices == 0 ? 0 : Math.max(devices, worldSize),
                worldSize,
                words(row.getArray("tags")),
                row.getString("run_group"),
                new Description(
                        row.getString("framework"),
                        row.getString("framework_version"),
                        texts(row.getObject("hyperparameters")),
                        row.getString("objective"),
                        (Double) row.getObject("goal_error"),
                        row.getString("reference"),
                        JsonColumn.list(row.getString("layers"), new TypeReference<List<Layer>>() {}),
                        row.getString("notes"),
                        JsonColumn.list(row.getString("definitions"), new TypeReference<List<Definition>>() {}),
                        numbers(row.getObject("summary"))));
    }

    private static List<String> words(Array list) throws SQLException {
        return list == null
                ? List.of()
                : Stream.of((Object[]) list.getArray()).map(String::valueOf).toList();
    }

    private static Map<String, Double> numbers(Object map) {
        Map<String, Double> numbers = new TreeMap<>();
        if (map instanceof Map<?, ?> values) {
            values.forEach((key, value) -> numbers.put(key.toString(), (Double) value));
        }
        return numbers;
    }

    private static Map<String, String> texts(Object map) {
        Map<String, String> texts = new TreeMap<>();
        if (map instanceof Map<?, ?> values) {
            values.forEach((key, value) -> texts.put(key.toString(), String.valueOf(value)));
        }
        return texts;
    }
}
