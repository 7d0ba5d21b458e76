package io.gradwatch.alerting.outbox.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rows of an outbox that hold no alert that can be read. They go to a file in the folder {@code damaged}, a row of JSON
 * each, and everything else goes on: a notification tells such an alert as it stands, and an alert that people do not
 * know all of is read again from its topic.
 *
 * @param database of the outbox
 * @param folder of the outbox
 */
public record UnreadableRows(Database database, Path folder) {

    private static final int MOST_NAMED = 10;
    private static final int MOST_NAME_CHARACTERS = 100;

    private static final String READABLE_ALERT = "EXISTS (SELECT 1 FROM alerts a WHERE a.id = c.alert_id)";

    /**
     * Puts them aside.
     *
     * @return a sentence for a person; empty where all rows can be read
     */
    public Optional<String> setAside() {
        return database.transaction(() -> {
            List<ObjectNode> alerts = unreadable("alerts");
            List<ObjectNode> changes = unreadable("notification_changes");
            if (alerts.isEmpty() && changes.isEmpty()) {
                return Optional.empty();
            }
            List<ObjectNode> all = new ArrayList<>(alerts);
            all.addAll(changes);
            Path file = write(all);
            boolean news = removeAlerts(alerts);
            repairChanges(changes);
            if (news) {
                database.update("UPDATE intake_positions SET next_offset = 0");
            }
            return Optional.of(sentence(all, file, news));
        });
    }

    private List<ObjectNode> unreadable(String table) throws SQLException {
        List<ObjectNode> found = new ArrayList<>();
        database.query(
                row -> {
                    try {
                        Columns.alert(row);
                        Columns.notifiedState(row);
                        return true;
                    } catch (UnreadableRowException e) {
                        return found.add(json(table, row, e));
                    }
                },
                "SELECT * FROM " + table);
        return found;
    }

    private static ObjectNode json(String table, ResultSet row, UnreadableRowException why) throws SQLException {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("table", table).put("why", why.getMessage());
        ResultSetMetaData columns = row.getMetaData();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            json.putPOJO(columns.getColumnName(column).toLowerCase(Locale.ROOT), row.getObject(column));
        }
        return json;
    }

    private Path write(List<ObjectNode> rows) {
        Path file = folder.resolve("damaged")
                .resolve(OutboxFile.NAME + "-rows-" + System.currentTimeMillis() + ".jsonl")
                .toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, rows.stream().map(ObjectNode::toString).toList());
            try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("rows that cannot be read cannot be moved to " + file + ": " + e, e);
        }
    }

    /** Removes alerts, and tells whether there is something about one of them that was not told. */
    private boolean removeAlerts(List<ObjectNode> alerts) throws SQLException {
        boolean news = false;
        for (ObjectNode alert : alerts) {
            String id = alert.path("id").asText();
            news |= alert.path("told_revision").asInt(-1)
                    < alert.path("revision").asInt();
            database.update("DELETE FROM alerts WHERE id = ?", id);
        }
        return news;
    }

    /** Gives changes the alert as it stands; where that is not known either, they are told to nobody. */
    private void repairChanges(List<ObjectNode> changes) throws SQLException {
        for (ObjectNode change : changes) {
            Object[] key = {
                change.path("sequence").asLong(), change.path("alert_id").asText()
            };
            database.update(
                    "UPDATE notification_changes c SET body = (SELECT a.body FROM alerts a WHERE a.id = c.alert_id)"
                            + " WHERE c.sequence = ? AND c.alert_id = ? AND " + READABLE_ALERT,
                    key);
            database.update(
                    "DELETE FROM notification_changes c WHERE c.sequence = ? AND c.alert_id = ? AND NOT "
                            + READABLE_ALERT,
                    key);
            if (!isKnown(change)) {
                database.update(
                        "UPDATE notification_changes SET told_revision = NULL, told_state = NULL,"
                                + " told_severity = NULL WHERE sequence = ? AND alert_id = ?",
                        key);
            }
        }
        database.update("DELETE FROM notifications n WHERE n.status IN ('HELD', 'PENDING', 'SENDING') AND NOT EXISTS"
                + " (SELECT 1 FROM notification_changes c WHERE c.sequence = n.sequence) AND NOT EXISTS"
                + " (SELECT 1 FROM notification_summaries s WHERE s.sequence = n.sequence)");
    }

    private static boolean isKnown(ObjectNode change) {
        return Columns.isNotifiedState(
                change.path("told_state").asText(), change.path("told_severity").asText());
    }

    private String sentence(List<ObjectNode> rows, Path file, boolean news) {
        Set<String> ids = rows.stream()
                .map(row -> row.path(row.has("id") ? "id" : "alert_id").asText())
                .map(id -> id.length() > MOST_NAME_CHARACTERS ? id.substring(0, MOST_NAME_CHARACTERS) + "…" : id)
                .collect(Collectors.toCollection(TreeSet::new));
        String named = ids.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        String more = ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "";
        return rows.size() + " rows of the outbox could not be read and were moved to " + file + "; they are about "
                + named + more
                + (news ? "; alerts are read again from their topic, and some may be told twice" : "");
    }
}
