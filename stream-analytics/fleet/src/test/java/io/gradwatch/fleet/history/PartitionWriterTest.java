package io.gradwatch.fleet.history;

import static io.gradwatch.fleet.history.HistoryFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.fleet.history.write.PartitionWriter.Moment;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionWriterTest {

    private static final List<String> HOSTILE = List.of(
            "../../etc/passwd",
            "a/b",
            "..\\..\\x",
            "C:\\x",
            "%2e%2e%2f",
            "'; DROP TABLE steps; --",
            "\u0000nul",
            "*?[a]",
            "<img src=x onerror=alert(1)>",
            "\u202Eabc",
            "",
            "x".repeat(AdmissionRule.RUN_ID_CHARACTERS),
            "日本語 \uD83D\uDE80");

    /** The process ends at a moment of a flush. */
    private static final class Killed extends RuntimeException {}

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void killedAtAnyMoment_everyRecordIsThereOnce(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> records = records(600);
        int kills = 0;
        while (true) {
            int before = random.nextInt(1, 12);
            int[] left = {before};
            try (History history = HistoryFixture.open(root)) {
                PartitionWriter writer = history.writer(PARTITION, moment -> {
                    if (--left[0] == 0) {
                        throw new Killed();
                    }
                });
                HistoryFixture.write(writer, records, random.nextInt(20, 90), Records.START);
                writer.flush();
                break;
            } catch (Killed e) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThan(3);
        try (History history = HistoryFixture.open(root)) {
            assertThat(HistoryFixture.query(history, HistoryTable.STEPS, "SELECT sequence FROM $ ORDER BY 1"))
                    .containsExactlyElementsOf(LongStream.range(0, records.size())
                            .mapToObj(Long::toString)
                            .toList());
            assertThat(HistoryFixture.query(history, HistoryTable.SPANS, "SELECT sum(count)::BIGINT FROM $"))
                    .containsExactly(Integer.toString(records.size()));
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void killedAtOneMoment_restGoesOn(Moment moment) throws Exception {
        List<byte[]> records = records(100);
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION, now -> {
                if (now == moment) {
                    throw new Killed();
                }
            });
            HistoryFixture.write(writer, records, 40, Records.START);
        } catch (Killed e) {
            // As planned.
        }
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            boolean committed = moment.compareTo(Moment.COMMITTED) >= 0;
            assertThat(writer.next()).isEqualTo(committed ? 40 : 0);
            HistoryFixture.write(writer, records, 40, Records.START);
            assertThat(writer.flush()).isTrue();
            assertThat(HistoryFixture.query(
                            history, HistoryTable.STEPS, "SELECT count(*), count(DISTINCT sequence) FROM $"))
                    .containsExactly("100|100");
        }
    }

    @Test
    void twoWritersOfOnePartition_oneWinsEachRange_nothingTwice() throws Exception {
        List<byte[]> records = records(500);
        SplittableRandom random = new SplittableRandom(7);
        int lost = 0;
        try (History one = HistoryFixture.open(root);
                History other = HistoryFixture.open(root)) {
            List<PartitionWriter> writers = List.of(one.writer(PARTITION), other.writer(PARTITION));
            while (writers.stream().anyMatch(writer -> writer.next() < records.size())) {
                PartitionWriter writer = writers.get(random.nextInt(2));
                for (int i = random.nextInt(30); i > 0 && writer.next() < records.size(); i--) {
                    writer.add(writer.next(), Records.START, records.get((int) writer.next()));
                }
                lost += random.nextInt(3) > 0 || writer.flush() ? 0 : 1;
            }
            for (PartitionWriter writer : writers) {
                writer.flush();
                HistoryFixture.write(writer, records, 50, Records.START);
                writer.flush();
            }
            assertThat(lost).isGreaterThan(0);
            one.catalog().refresh();
            assertThat(HistoryFixture.query(
                            one, HistoryTable.STEPS, "SELECT count(*), count(DISTINCT sequence) FROM $"))
                    .containsExactly("500|500");
        }
    }

    @Test
    void hostileNames_areData_notPaths() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (String name : HOSTILE) {
            sent.add(records.step(name, 0, 5, 1.5, Map.of(name, Double.NaN)));
            sent.add(records.evaluation(name, 0, 5, Split.TEST, 0.5, Map.of(name, 1.0)));
        }
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, sent, 1000, Records.START);
            writer.flush();
            for (String name : HOSTILE) {
                String stored = name.replace('\0', '\u2400');
                Points points = history.series().points(PointsRequest.all(stored, stored, 100));
                assertThat(points.last()).as(name).containsExactly(Double.NaN);
                assertThat(history.series()
                                .points(PointsRequest.all(stored, "test/" + stored, 100))
                                .last())
                        .containsExactly(1.0);
            }
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.map(file -> root.relativize(file).toString()))
                    .allMatch(file -> file.matches(
                            "|[a-z]+|[a-z]+/(day=2026-11-03(/[0-9a-f-]{36}\\.parquet)?|training\\.telemetry\\.v1-0"
                                    + "(/\\d{20}\\.json)?|[a-z]+\\.csv)"));
        }
    }

    @Test
    void recordOfARunWithAnIdThatIsTooLong_isCountedAndCovered() throws Exception {
        String id = "x".repeat(AdmissionRule.RUN_ID_CHARACTERS + 1);
        byte[] sent = new Records().step(id, 0, 5, 1.5, Map.of());
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, List.of(sent), 1_000, Records.START);
            assertThat(writer.unreadable()).isEqualTo(1);
            assertThat(writer.next()).isEqualTo(1);
        }
    }

    @Test
    void noteThatBreaksARule_isLeftOut() throws Exception {
        RunNote.Builder note =
                RunNote.newBuilder().setRunId("run").setId("1").setText("words").setAtMillis(Records.START);
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(new TopicPartition(Topics.NOTES.name(), 0));
            HistoryFixture.write(
                    writer,
                    List.of(
                            Topics.NOTES.codec().encode(note.build()),
                            Topics.NOTES
                                    .codec()
                                    .encode(note.setId("2")
                                            .setText("x".repeat(100_000))
                                            .build())),
                    2,
                    Records.START);

            assertThat(HistoryFixture.query(history, HistoryTable.NOTES, "SELECT note FROM $"))
                    .containsExactly("1");
        }
    }

    @Test
    void unreadableRecord_isCountedAndCovered() throws Exception {
        List<byte[]> sent = new ArrayList<>(records(3));
        sent.add(1, new byte[] {1, 2, 3});
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, sent, 1000, Records.START);
            assertThat(writer.flush()).isTrue();
            assertThat(writer.unreadable()).isEqualTo(1);
            assertThat(writer.next()).isEqualTo(4);
        }
    }

    @Test
    void midnight_divides() throws Exception {
        Records records = new Records();
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            assertThat(writer.add(0, Records.START + 86_399_999, records.step("r", 0, 0, 1.0, Map.of())))
                    .isTrue();
            byte[] next = records.step("r", 0, 1, 1.0, Map.of());
            assertThat(writer.add(1, Records.START + 86_400_000, next)).isFalse();
            writer.flush();
            assertThat(writer.add(1, Records.START + 86_400_000, next)).isTrue();
            writer.flush();
            assertThat(history.files(HistoryTable.STEPS))
                    .anyMatch(file -> file.contains("day=2026-11-03"))
                    .anyMatch(file -> file.contains("day=2026-11-04"));
        }
    }

    @Test
    void valuesOfAStep_areKeptAsSent() throws Exception {
        Records records = new Records();
        List<byte[]> sent = List.of(
                records.step("r", 0, 0, Double.NaN, Map.of("a", Double.POSITIVE_INFINITY)),
                records.step("r", 0, 1, Double.NEGATIVE_INFINITY, Map.of()),
                records.step("r", 0, 2, null, Map.of("a", 4.9e-324)));
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, sent, 1000, Records.START);
            writer.flush();
            assertThat(HistoryFixture.query(
                            history, HistoryTable.STEPS, "SELECT step, loss, metrics['a'], time FROM $ ORDER BY step"))
                    .containsExactly(
                            "0|NaN|Infinity|2026-11-03 00:00:00.0",
                            "1|-Infinity|null|2026-11-03 00:00:01.0",
                            "2|null|4.9E-324|2026-11-03 00:00:02.0");
        }
    }

    private static List<byte[]> records(int count) {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(records.step("run-" + i % 3, 0, i / 3, 1.0 / (i + 1), Map.of()));
        }
        return sent;
    }
}
