package io.gradwatch.alerting.standby;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables of the outbox of which every row is in the log. Their primary key is their first columns. */
enum ReplicatedTable {
    ALERTS("id"),
    INCIDENTS("id"),
    CAUSES("family", "project", "host"),
    NOTIFICATIONS("sequence"),
    NOTIFICATION_CHANGES("sequence", "alert_id"),
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
}
