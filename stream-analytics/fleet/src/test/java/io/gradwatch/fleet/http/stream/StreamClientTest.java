package io.gradwatch.fleet.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.http.stream.LogEvent.StepEvent;
import io.gradwatch.fleet.silence.AlertStatuses;
import io.gradwatch.fleet.silence.LiveSilences.Current;
import io.gradwatch.fleet.testing.FakeFleet;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamClientTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.SILENCES.codec();
    }

    private final EventRings rings = new EventRings(new long[] {0}, 100);
    private final List<String> sent = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Current known = new Current(Silences.NONE, 1);
    private long notes;
    private long offset;

    @Test
    void stepsOfARun_comeTogetherWithTheirPlace() {
        StreamClient client = client(FakeFleet.RUN, 0);
        client.begin(rings, null, 0);
        add(step(FakeFleet.RUN, 0, 1), step("other", 0, 7), step(FakeFleet.RUN, 1, 1), step(FakeFleet.RUN, 0, 2));
        sent.clear();
        client.go(rings, 250);

        assertThat(sent)
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .startsWith("step {\"steps\":[{\"run\":\"team/run")
                        .contains("\"step\":1", "\"step\":2", "\"loss\":\"NaN\"")
                        .doesNotContain("\"step\":7", "\"rank\":1"));
        assertThat(ids.get(ids.size() - 1)).isEqualTo(rings.now().positions().token());
    }

    @Test
    void clientThatComesBack_missesAndRepeatsNothing() {
        StreamClient first = client(FakeFleet.RUN, 0);
        first.begin(rings, null, 0);
        add(step(FakeFleet.RUN, 0, 1));
        first.go(rings, 250);
        String last = ids.get(ids.size() - 1);
        add(step(FakeFleet.RUN, 0, 2), step(FakeFleet.RUN, 0, 3));
        sent.clear();
        client(FakeFleet.RUN, 0).begin(rings, last, 300);

        assertThat(sent.get(0))
                .startsWith("step")
                .contains("\"step\":2", "\"step\":3")
                .doesNotContain("\"step\":1,");
        assertThat(sent.get(1)).isEqualTo("mutes {}");
        assertThat(sent.get(2)).isEqualTo("notes {}");
        assertThat(sent.get(3)).isEqualTo("beat {\"now_millis\":300}");
    }

    @Test
    void unknownPlace_isResetAndGoesOn() {
        StreamClient client = client(null, 0);
        client.begin(rings, "nonsense", 0);

        assertThat(sent).containsExactly("reset {}", "beat {\"now_millis\":0}");
    }

    @Test
    void slowClient_isReset() {
        StreamClient client = client(FakeFleet.RUN, 0);
        client.begin(rings, null, 0);
        for (int i = 0; i < 101; i++) {
            add(step(FakeFleet.RUN, 0, i));
        }
        sent.clear();
        client.go(rings, 250);

        assertThat(sent).containsExactly("reset {}");
    }

    @Test
    void tailThatBeganAnew_isReset() {
        StreamClient client = client(null, 0);
        client.begin(rings, null, 0);
        sent.clear();
        client.go(new EventRings(new long[] {5}, 10), 250);

        assertThat(sent).containsExactly("reset {}");
    }

    @Test
    void fleet_hearsOfAlertsAndChangedRunsOnly() {
        StreamClient client = client(null, 0);
        client.begin(rings, null, 0);
        sent.clear();
        add(step(FakeFleet.RUN, 0, 1));
        add(new LogEvent(0, 0, 0, FakeFleet.RUN, null, null, FakeFleet.alertRow(), true));
        client.go(rings, 1_000);
        assertThat(sent).singleElement().satisfies(event -> assertThat(event).startsWith("alert {\"id\":\"a/1\""));
        sent.clear();
        client.go(rings, 2_000);

        assertThat(sent).singleElement().satisfies(event -> assertThat(event).startsWith("run {\"run\":\"team/run"));
    }

    @Test
    void whatIsSilenced_isToldAtOnce_andEachAlertWithItsSilence() {
        StreamClient client = client(null, 0);
        client.begin(rings, null, 0);
        sent.clear();
        Silence silence = new Silence(
                "s1",
                List.of(new SilenceMatcher(MatcherField.CLASS, "nan")),
                "ada",
                "tuning",
                NOW.toEpochMilli(),
                NOW.toEpochMilli() + 1,
                false);
        known = new Current(Silences.of(List.of(silence), List.of()), 2);
        add(new LogEvent(0, 0, 0, FakeFleet.RUN, null, null, FakeFleet.alertRow(), true));
        client.go(rings, 250);
        client.go(rings, 500);

        assertThat(sent).hasSize(2).first().isEqualTo("mutes {}");
        assertThat(sent.get(1))
                .startsWith("alert")
                .contains("\"state\":\"firing\"", "\"status\":\"silenced\"", "\"by\":\"ada\"");
    }

    @Test
    void changedNotes_areToldOnce_andToAClientThatComesBack() {
        StreamClient client = client(FakeFleet.RUN, 0);
        client.begin(rings, null, 0);
        assertThat(sent).doesNotContain("notes {}");
        notes++;
        client.go(rings, 250);
        client.go(rings, 500);
        assertThat(sent).containsOnlyOnce("notes {}");

        sent.clear();
        client(FakeFleet.RUN, 0).begin(rings, ids.get(ids.size() - 1), 750);
        assertThat(sent).contains("notes {}");
    }

    @Test
    void beats_comeEveryFiveSeconds() {
        StreamClient client = client(null, 0);
        client.begin(rings, null, 0);
        for (int millis = 250; millis <= 15_000; millis += 250) {
            client.go(rings, millis);
        }

        assertThat(sent)
                .containsExactly(
                        "beat {\"now_millis\":0}",
                        "beat {\"now_millis\":5000}",
                        "beat {\"now_millis\":10000}",
                        "beat {\"now_millis\":15000}");
    }

    private StreamClient client(String run, int rank) {
        AlertStatuses statuses = new AlertStatuses(() -> known, Duration.ofDays(3), Clock.fixed(NOW, ZoneOffset.UTC));
        return new StreamClient(
                run == null ? Set.of() : Set.of(run),
                rank,
                new StreamFacts(new FakeFleet(), statuses, () -> notes),
                (event, data, id) -> {
                    sent.add(event + " " + data);
                    if (id != null) {
                        ids.add(id);
                    }
                });
    }

    private void add(LogEvent... events) {
        for (LogEvent event : events) {
            rings.add(0, offset++, event);
        }
    }

    private static LogEvent step(String run, int rank, long step) {
        StepEvent event = new StepEvent(run, 0, rank, step, 5, Map.of("loss", Double.NaN));
        return new LogEvent(0, 0, 0, run, event, null, null, false);
    }
}
