package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Set-up that tests of the history share. */
final class HistoryFixture {

    static final TopicPartition PARTITION = new TopicPartition(Topics.TELEMETRY.name(), 0);

    static final HistorySettings SETTINGS =
            new HistorySettings(1000, Duration.ofSeconds(30), 4, 100_000, Duration.ofSeconds(1), 0, 0, 512L << 20, 2);

    private HistoryFixture() {}

    static History open(Path root) {
        return new History(root, SETTINGS);
    }

    /** Gives the records from the writer's next offset on, as a consumer does; flushes after every so many. */
    static void write(PartitionWriter writer, List<byte[]> records, int flushEvery, long appended)
            throws SQLException, IOException {
        int since = 0;
        while (writer.next() < records.size()) {
            int offset = (int) writer.next();
            writer.add(offset, appended, records.get(offset));
            if (++since == flushEvery) {
                writer.flush();
                since = 0;
            }
        }
    }

    /** Gives the records to the history, some to files, and shows all. */
    static void show(History history, List<byte[]> records, int flushEvery) throws SQLException, IOException {
        PartitionWriter writer = history.writer(PARTITION);
        write(writer, records, flushEvery, Records.START);
        writer.show();
    }

    /** The rows that a query over the written steps gives, as text. {@code $} stands for the relation. */
    static List<String> query(History history, HistoryTable table, String sql) throws SQLException {
        String relation = history.database().written(table, history.catalog().files(table));
        List<String> result = new ArrayList<>();
        try (Statement statement = history.database().connect().createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("$", relation))) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(i == 1 ? "" : "|").append(rows.getObject(i));
                }
                result.add(line.toString());
            }
        }
        return result;
    }
}
