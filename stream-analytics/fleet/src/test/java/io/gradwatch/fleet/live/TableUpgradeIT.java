package io.gradwatch.fleet.live;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import io.gradwatch.upgrade.testing.KeptState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The live tables of each release are restored from the logs that it left in Kafka; on disk it leaves nothing. */
class TableUpgradeIT {

    private static final List<String> TABLES = List.of(
            LiveTableStores.RUNS,
            LiveTableStores.DESCRIPTIONS,
            LiveTableStores.RANKS,
            LiveTableStores.ALERTS,
            LiveTableStores.GROUPS);
    private static final String ROWS = "rows.txt";
    private static final byte[] FUTURE_ROW = {(byte) 0xC3, 1, 8, 7, 6, 5, 4, 3, 2, 1, 0};

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    @AutoClose
    private LiveStreams streams;

    static List<Path> tables() {
        return KeptState.of("live-tables", (kept, work) -> {
            try (TableHarness harness = new TableHarness(work)) {
                Job first = new Job("one", 0, 0);
                Job other = new Job("one", 0, 1);
                harness.send(
                        first.started(),
                        first.at(1_000).step(0, 2.5),
                        first.at(3_000).step(1, 2.0));
                harness.send(other.at(1_000).started(), other.at(2_000).step(0, 2.4));
                harness.send(first.fires("nan"));
                Files.write(kept.resolve(ROWS), rows(harness));
            }
        });
    }

    /** The last row of each key, as compaction leaves it. */
    private static List<String> rows(TableHarness harness) {
        Base64.Encoder base64 = Base64.getEncoder();
        Map<String, String> rows = new LinkedHashMap<>();
        for (String table : TABLES) {
            List<TestRecord<byte[], byte[]>> log = harness.driver
                    .createOutputTopic(log(table), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
            for (TestRecord<byte[], byte[]> row : log) {
                String key = table + " " + base64.encodeToString(row.key());
                rows.remove(key);
                if (row.value() != null) {
                    rows.put(key, key + " " + base64.encodeToString(row.value()));
                }
            }
        }
        return new ArrayList<>(rows.values());
    }

    @BeforeEach
    void makeLogs() throws Exception {
        try (Admin admin = Admin.create(kafka.properties())) {
            admin.createTopics(TABLES.stream()
                            .map(table -> new NewTopic(log(table), Optional.of(1), Optional.empty())
                                    .configs(Map.of("cleanup.policy", "compact")))
                            .toList())
                    .all()
                    .get();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void logsOfARelease_areTheTablesAgain(Path kept) throws Exception {
        restore(kept);

        RunDetail run = await().atMost(PATIENCE)
                .ignoreException(UnavailableException.class)
                .until(() -> streams.fleet().run("one"), Optional::isPresent)
                .orElseThrow();

        assertThat(run.row().name()).isEqualTo("digits");
        assertThat(run.row().step()).isEqualTo(1);
        assertThat(run.row().gpus()).isEqualTo(2);
        assertThat(run.row().tags()).containsExactly("baseline", "<b>");
        assertThat(run.description().notes()).isEqualTo("warm-up\nof 500");
        assertThat(run.metrics())
                .filteredOn(metric -> metric.series().equals("loss"))
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.last()).isEqualTo(2.0);
                    assertThat(loss.max()).isEqualTo(2.5);
                });
        assertThat(run.ranks()).hasSize(2);
        assertThat(run.alerts()).extracting(AlertRow::id).containsExactly("one-0-nan");
        eventually(() -> assertThat(streams.fleet().groups(GroupKind.PROJECT))
                .singleElement()
                .satisfies(project -> {
                    assertThat(project.name()).isEqualTo("vision");
                    assertThat(project.runsByState()).isEqualTo(Map.of("training", 1));
                }));
        assertIsWell();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rowOfALaterRelease_takesTheOlderRowOfItsKeyAway(Path kept) throws Exception {
        sendRows(kept, Base64.getDecoder()::decode);
        sendRows(kept, older -> FUTURE_ROW);
        start();

        assertIsWell();
        eventually(() -> assertThat(streams.fleet().run("one")).isEmpty());
        eventually(() -> assertThat(streams.fleet().groups(GroupKind.PROJECT)).isEmpty());
    }

    @Test
    void rowsOfALaterRelease_endNothing_andTheirRunBeginsAnew() throws Exception {
        for (String table : TABLES) {
            kafka.send(log(table), table.equals(LiveTableStores.RANKS) ? "one\00000000" : "one", FUTURE_ROW);
        }
        start();
        assertIsWell();

        Job job = new Job("one", 0, 0);
        kafka.send(Topics.TELEMETRY, "one", job.started());
        kafka.send(Topics.TELEMETRY, "one", job.step(4, 0.5));

        await().atMost(PATIENCE)
                .ignoreException(UnavailableException.class)
                .until(() -> streams.fleet().run("one").filter(run -> run.row().step() == 4), Optional::isPresent);
        eventually(() -> assertThat(streams.fleet().groups(GroupKind.PROJECT))
                .extracting(Group::name)
                .containsExactly("vision"));
        assertIsWell();
    }

    /** Waits, because each table is restored by itself, and a second rebalance may take it away once more. */
    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).ignoreException(UnavailableException.class).untilAsserted(assertion);
    }

    private void assertIsWell() {
        eventually(() -> assertThat(streams.check()).isEmpty());
    }

    private void restore(Path kept) throws IOException, InterruptedException {
        sendRows(kept, Base64.getDecoder()::decode);
        start();
    }

    private void sendRows(Path kept, Function<String, byte[]> value) throws IOException, InterruptedException {
        for (String line : Files.readAllLines(kept.resolve(ROWS))) {
            String[] row = line.split(" ");
            byte[] key = Base64.getDecoder().decode(row[1]);
            kafka.send(new ProducerRecord<>(log(row[0]), 0, key, value.apply(row[2])));
        }
    }

    private void start() {
        // The runs of a release are from long ago.
        LiveTableSettings settings = new LiveTableSettings(
                Duration.ofDays(100_000), Duration.ofSeconds(6), 1, folder.resolve("state"), "127.0.0.1", 1);
        streams = new LiveStreams(
                settings,
                kafka.properties(),
                instance -> {
                    throw new UnavailableException("there is no other");
                },
                UnaryOperator.identity(),
                Clock.systemUTC(),
                System::nanoTime);
        streams.start();
    }

    private static String log(String table) {
        return LiveStreams.APPLICATION_ID + "-" + table + "-changelog";
    }
}
