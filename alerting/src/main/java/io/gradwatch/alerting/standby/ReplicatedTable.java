package io.gradwatch.alerting.standby;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tables of the outbox of which every row is in the log. Their primary key is their first columns. */
enum ReplicatedTable {
    ALERTS("id"),
    INCIDENTS("id"),
    CAUSES("family", "project", "host"),
    NOTIFICATIONS("sequence"),
    NOTIFICATION_CHANGES("sequence", "alert_id"),
    ESCALATIONS("alert_id"),
    SUMMARIES("schedule"),
    NOTIFICATION_SUMMARIES("sequence"),
    INTAKE_POSITIONS("topic_partition"),
    LEADERS("id");

    private final List<String> key;

    ReplicatedTable(String... key) {
        this.key = List.of(key);
    }

    /** The table of a name in lower case; null where there is none. */
    static ReplicatedTable of(String name) {
        return Arrays.stream(values())
                .filter(table -> table.lowerCase().equals(name))
                .findFirst()
                .orElse(null);
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> key() {
        return key;
    }

    /**
     * A row as the log has it.
     *
     * @param columns names, lower case
     * @param row values in the order of the columns
     * @param deleted true where the row is no more
     */
    RowChange change(List<String> columns, Object[] row, boolean deleted) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int column = 0; column < row.length; column++) {
            Object value = row[column];
            values.put(columns.get(column), value instanceof Integer number ? (Object) number.longValue() : value);
        }
        List<Object> keys = key.stream().map(values::get).toList();
        return new RowChange(lowerCase(), keys, deleted ? Optional.empty() : Optional.of(values));
    }
}
