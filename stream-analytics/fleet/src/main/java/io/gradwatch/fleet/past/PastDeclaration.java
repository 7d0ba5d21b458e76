package io.gradwatch.fleet.past;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryTable;
import io.gradwatch.fleet.history.RowQueries;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import io.gradwatch.fleet.live.view.RunDetail.Layer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        Description description) {

    private static final PastDeclaration NONE = new PastDeclaration(
            "", "", "", "", "", 0, 1, new Description("", "", Map.of(), null, null, null, List.of()));

    private static final String LAST = """
            SELECT name, project, owner, host, coalesce(devices[1], '') AS gpu, coalesce(len(devices), 0) AS devices,
              world_size, framework, framework_version, hyperparameters, objective, goal_error, reference, layers
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
        int worldSize = row.getInt("world_size");
        return new PastDeclaration(
                row.getString("name"),
                row.getString("project"),
                row.getString("owner"),
                row.getString("host"),
                row.getString("gpu"),
                devices == 0 ? 0 : Math.max(devices, worldSize),
                worldSize,
                new Description(
                        row.getString("framework"),
                        row.getString("framework_version"),
                        texts(row.getObject("hyperparameters")),
                        row.getString("objective"),
                        (Double) row.getObject("goal_error"),
                        row.getString("reference"),
                        JsonColumn.list(row.getString("layers"), new TypeReference<List<Layer>>() {})));
    }

    private static Map<String, String> texts(Object map) {
        Map<String, String> texts = new TreeMap<>();
        if (map instanceof Map<?, ?> values) {
            values.forEach((key, value) -> texts.put(key.toString(), String.valueOf(value)));
        }
        return texts;
    }
}
