package io.gradwatch.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.tensorboard.EventFileBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrowingRunLogTest {

    private static final String JSON_LINES = """
            {"step": 1, "loss": 2.5, "_timestamp": 1}
            {"step": 2, "loss": NaN, "val": {"loss": 2.25}}
            {"step": 3, "train": {"grad_norm": 1e-3}}
            """;

    private static final String TEXT = """
            number of parameters: 10.65M
            step 0: train loss 4.2874, val loss 4.2823
            iter 0: loss 4.2654, time 27.28ms, mfu -100.00%
            h\u00e9llo
            iter 10: loss nan, time 27.28ms, mfu 12.00%
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> logs() {
        return Stream.of(
                Arguments.of(LogFormat.CSV, "log.csv", bytes(Logs.CSV)),
                Arguments.of(LogFormat.JSON_LINES, "log.jsonl", bytes(JSON_LINES)),
                Arguments.of(LogFormat.TEXT, "log.txt", bytes(TEXT)),
                Arguments.of(LogFormat.EVENTS, "events.out.tfevents.1", events()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] events() {
        return new EventFileBytes()
                .simple(1, "loss", 2.5f)
                .simple(1, "lr", 0.5f)
                .simple(2, "loss", Float.NaN)
                .sessionStart(1)
                .simple(1, "loss", 2.25f)
                .simple(3, "val_loss", 2f)
                .bytes();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void writtenInTwoPieces_tellsTheSameAsRead_atOnce(LogFormat kind, String name, byte[] content) throws Exception {
        Path whole = Files.write(folder.resolve("whole-" + name), content);
        List<LogRow> expected = all(kind, whole);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(3);
        for (int cut = heading(kind, content); cut <= content.length; cut++) {
            Path file = Files.write(folder.resolve(name), Arrays.copyOf(content, cut));
            List<LogRow> rows = new ArrayList<>();
            try (GrowingRunLog log = kind.follow(file, "run", LogReading.asTheyTell())) {
                read(log, rows);
                Files.write(file, Arrays.copyOfRange(content, cut, content.length), StandardOpenOption.APPEND);
                read(log, rows);
                log.settle();
                read(log, rows);
                assertThat(log.position()).as("cut at %d", cut).isEqualTo(content.length);
            }
            assertThat(rows).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void openedAgainBehindWhatWasTold_tellsTheRest(LogFormat kind, String name, byte[] content) throws Exception {
        Path whole = Files.write(folder.resolve("whole-" + name), content);
        List<LogRow> expected = all(kind, whole);
        for (int cut = heading(kind, content); cut <= content.length; cut++) {
            Path file = Files.write(folder.resolve(name), Arrays.copyOf(content, cut));
            List<LogRow> rows = new ArrayList<>();
            long position;
            try (GrowingRunLog log = kind.follow(file, "run", LogReading.asTheyTell())) {
                read(log, rows);
                position = log.position();
            }
            Files.write(file, Arrays.copyOfRange(content, cut, content.length), StandardOpenOption.APPEND);
            try (GrowingRunLog log = kind.follow(file, "run", LogReading.asTheyTell())) {
                log.skipTo(position);
                read(log, rows);
                log.settle();
                read(log, rows);
            }
            assertThat(events(rows)).as("cut at %d", cut).isEqualTo(events(expected));
        }
    }

    @Test
    void anyByteOfAnEventFileFlipped_isAProblemOrChangesNothing() throws Exception {
        byte[] content = events();
        List<Object> expected = events(all(LogFormat.EVENTS, Files.write(folder.resolve("whole"), content)));
        int problems = 0;
        for (int i = 0; i < content.length; i++) {
            byte[] damaged = content.clone();
            damaged[i] ^= 0x10;
            Path file = Files.write(folder.resolve("damaged"), damaged);
            List<LogRow> rows = new ArrayList<>();
            try (GrowingRunLog log = LogFormat.EVENTS.follow(file, "run", LogReading.asTheyTell())) {
                read(log, rows);
                log.settle();
                read(log, rows);
            } catch (UnreadableLogException e) {
                assertThat(e).hasMessageContaining(file + ": byte ");
                problems++;
            }
            assertThat(loss(events(rows))).as("byte %d", i).isSubsetOf(loss(expected));
        }
        assertThat(problems).isEqualTo(content.length);
    }

    @Test
    void lastLineWithoutAnEnd_waitsUntilTheFileEnds() throws Exception {
        Path file = Files.writeString(folder.resolve("log.csv"), "step,loss\n1,2.5\n2,2.2");
        try (GrowingRunLog log = LogFormat.CSV.follow(file, "run", LogReading.asTheyTell())) {
            assertThat(log.next()).isPresent();
            assertThat(log.next()).isEmpty();
            log.end();
            assertThat(log.next()).map(LogRow::step).contains(2L);
        }
    }

    @Test
    void kindsAreToldByContent() throws Exception {
        assertThat(kind("metrics.csv", "step,loss\n")).contains(LogFormat.CSV);
        assertThat(kind("metrics.csv", "step,lo")).isEmpty();
        assertThat(kind("a.log", "{\"loss\": 1}\n")).contains(LogFormat.JSON_LINES);
        assertThat(kind("b.log", "{'loss': 0.5, 'epoch': 0.1}\n")).contains(LogFormat.TEXT);
        assertThat(kind("c.log", "tokens per iteration will be: 491,520\n")).contains(LogFormat.TEXT);
        assertThat(kind("trainer_state.json", "{\n")).contains(LogFormat.TRAINER_STATE);
        assertThat(kind("events.out.tfevents.1", "")).contains(LogFormat.EVENTS);
        assertThat(kind("empty.log", "")).isEmpty();
    }

    private Optional<LogFormat> kind(String name, String content) throws Exception {
        return LogFormat.of(Files.writeString(folder.resolve(name), content), LogReading.asTheyTell());
    }

    private static int heading(LogFormat kind, byte[] content) {
        return kind == LogFormat.CSV ? new String(content, StandardCharsets.UTF_8).indexOf('\n') + 1 : 0;
    }

    private static List<LogRow> all(LogFormat kind, Path file) throws UnreadableLogException {
        List<LogRow> rows = new ArrayList<>();
        try (GrowingRunLog log = kind.follow(file, "run", LogReading.asTheyTell())) {
            read(log, rows);
            log.settle();
            read(log, rows);
        }
        return rows;
    }

    private static void read(GrowingRunLog log, List<LogRow> rows) throws UnreadableLogException {
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            rows.add(row.get());
        }
    }

    private static List<Object> events(List<LogRow> rows) {
        return rows.stream()
                .flatMap(row -> row.events().stream())
                .map(telemetry -> (Object) telemetry.getEvent())
                .toList();
    }

    private static List<String> loss(List<Object> events) {
        return events.stream()
                .filter(io.gradwatch.schema.Step.class::isInstance)
                .map(event -> String.valueOf(((io.gradwatch.schema.Step) event).getLoss()))
                .toList();
    }
}
