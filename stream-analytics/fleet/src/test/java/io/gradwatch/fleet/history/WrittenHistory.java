package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A history that tests outside of this package write: all of it in files. */
public final class WrittenHistory {

    private WrittenHistory() {}

    /** Writes the records, each topic in one partition. */
    public static void write(History history, List<Telemetry> telemetry, List<Alert> alerts)
            throws SQLException, IOException {
        write(
                history,
                Topics.TELEMETRY.name(),
                telemetry.stream().map(Topics.TELEMETRY.codec()::encode).toList());
        write(
                history,
                Topics.ALERTS.name(),
                alerts.stream().map(Topics.ALERTS.codec()::encode).toList());
    }

    private static void write(History history, String topic, List<byte[]> records) throws SQLException, IOException {
        if (!records.isEmpty()) {
            PartitionWriter writer = history.writer(new TopicPartition(topic, 0));
            HistoryFixture.write(writer, records, records.size(), Records.START);
        }
    }
}
