package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {

    private static final long MILLIS = 1_748_772_000_250L;

    @TempDir
    Path folder;

    private final List<String> metrics = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1748772000.25",
                "1748772000250",
                "1748772000250000",
                "1748772000250000000",
                "2025-06-01T10:00:00.250Z",
                "2025-06-01 10:00:00,250 UTC",
                "2025/06/01 12:00:00.25+02:00",
                "2025-06-01T15:30:00.250000+0530"
            })
    void momentOfAnyUnit(String text) {
        assertThat(LogTime.withZone(text)).hasValue(MILLIS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "0", "nan", "inf", "-1748772000", "soon", "2025-13-01 10:00:00Z", "10:00:00", ""})
    void whatIsNoMoment_isNone(String text) {
        assertThat(LogTime.parse(text)).isEmpty();
    }

    @Test
    void withoutAZone_isOfThisHost_whereAPersonNamesIt() {
        long expected = LocalDateTime.of(2025, 6, 1, 10, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
        assertThat(LogTime.parse("2025-06-01 10:00:00")).hasValue(expected);
        assertThat(LogTime.withZone("2025-06-01 10:00:00")).isEmpty();
    }

    @Test
    void columnOfMoments_isTheTimeOfItsRows_andOneOfSecondsAMetric() throws Exception {
        assertThat(times("step,loss,timestamp\n1,2.5,1748772000.25\n2,2.5,\n", SignalMap.none()))
                .containsExactly(MILLIS, 0L);
        assertThat(times("time,step,loss\n3.5,1,2.5\n", SignalMap.none())).containsExactly(0L);
        assertThat(metrics).containsExactly("{}", "{}", "{time=3.5}");
    }

    @Test
    void mappedColumn_isTheTimeOfItsRows_andMustBeOne() throws Exception {
        SignalMap mapped = SignalMap.parse(List.of("time=when"));
        assertThat(times("step,loss,when\n1,2.5,2025-06-01T10:00:00.25Z\n", mapped))
                .containsExactly(MILLIS);
        assertThat(problem("step,loss,when\n1,2.5,soon\n", mapped))
                .contains("when was 'soon'; expected seconds since 1970");
    }

    @Test
    void keyOfJsonLines_isTheTimeOfItsRow() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.jsonl"), "{\"mode\": \"val\", \"loss\": 2, \"ts\": 1748772000.25}\n");
        try (GrowingRunLog log = LogFormat.JSON_LINES.follow(file, "run", LogReading.asTheyTell())) {
            assertThat(log.next()).map(LogRow::timeMillis).contains(MILLIS);
        }
    }

    private List<Long> times(String csv, SignalMap mapped) throws Exception {
        Path file = Files.writeString(folder.resolve("log.csv"), csv);
        List<Long> times = new ArrayList<>();
        try (GrowingRunLog log = LogFormat.CSV.follow(file, "run", LogReading.of(mapped))) {
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                times.add(row.get().timeMillis());
                metrics.add(((Step) row.get().events().get(0).getEvent())
                        .getMetrics()
                        .toString());
            }
        }
        return times;
    }

    private String problem(String csv, SignalMap mapped) throws Exception {
        try {
            return times(csv, mapped).toString();
        } catch (UnreadableLogException e) {
            return e.getMessage();
        }
    }
}
