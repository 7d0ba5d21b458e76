package io.gradwatch.fleet.history;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.history.read.SeriesQueries;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.testing.SqlResult;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The history of a real Kafka. */
class HistoryServiceIT {

    private static final HistorySettings SETTINGS =
            new HistorySettings(700, Duration.ofSeconds(30), 4, 100_000, Duration.ofMinutes(5), 0, 0, 512L << 20, 2);
    private static final int RUNS = 6;

    @TempDir
    private Path root;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(2);

    private final Records records = new Records();
    private int sent;

    @Test
    void twoServicesInTurnAndAtOnce_everyStepIsThereOnce_liveRowsToo() throws Exception {
        try (History one = history();
                History other = history()) {
            try (HistoryService first = service(one)) {
                first.start();
                send(3_000);
                await().atMost(PATIENCE).until(() -> first.records() == 3_000);
                try (HistoryService second = service(other)) {
                    second.start();
                    send(3_000);
                    await().atMost(PATIENCE).until(() -> stepsOnce(one, other) == sent);
                    await().atMost(PATIENCE)
                            .until(() ->
                                    first.check().isEmpty() && second.check().isEmpty());
                }
            }
            // Nothing is left in memory: what a service had is written when it ends.
            one.catalog().refresh();
            assertThat(HistoryFixture.query(
                            one, HistoryTable.STEPS, "SELECT count(*), count(DISTINCT sequence) FROM $"))
                    .containsExactly(sent + "|" + sent);
            try (HistoryService third = service(one);
                    SqlService sql = new SqlService(one, SqlSettings.defaults())) {
                third.start();
                send(60);
                await().atMost(PATIENCE)
                        .ignoreException(SqlRefusedException.class)
                        .until(() -> SqlResult.query(sql, "SELECT count(*), count(DISTINCT sequence) FROM steps", 1)
                                .rows()
                                .equals(List.of(List.of((long) sent, (long) sent))));
                assertThat(one.series()
                                .points(PointsRequest.all("run-0", "loss", 10_000))
                                .size())
                        .isEqualTo(sent / RUNS);
            }
        }
    }

    /** Steps that the files and the memory of both processes hold. */
    private static long stepsOnce(History one, History other) {
        one.catalog().refresh();
        other.catalog().refresh();
        return count(one) + count(other) - written(one);
    }

    private static long count(History history) {
        long count = 0;
        for (int run = 0; run < RUNS; run++) {
            count += history.series().series("run-" + run).stream()
                    .mapToLong(SeriesQueries.Series::points)
                    .sum();
        }
        return count;
    }

    private static long written(History history) {
        return history.catalog().files(HistoryTable.STEPS).stream()
                .mapToLong(DataFile::rows)
                .sum();
    }

    private History history() {
        return new History(root.resolve("history"), SETTINGS);
    }

    private HistoryService service(History history) {
        return new HistoryService(history, kafka.properties());
    }

    private void send(int count) {
        for (int i = 0; i < count; i++, sent++) {
            String run = "run-" + sent % RUNS;
            kafka.producer()
                    .send(new ProducerRecord<>(
                            Topics.TELEMETRY.name(),
                            run.getBytes(StandardCharsets.UTF_8),
                            records.step(run, 0, sent / RUNS, 1.0, Map.of())));
        }
        kafka.producer().flush();
    }
}
