package io.gradwatch.fleet.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventRingsTest {

    private final EventRings rings = new EventRings(new long[] {100, 5_000_000_000L}, 3);

    @Test
    void eventsSinceAToken_areThoseBehindItInOrder() {
        rings.add(0, 100, event("a"));
        rings.add(1, 5_000_000_000L, event("b"));
        String token = rings.now().positions().token();
        rings.add(1, 5_000_000_001L, event("c"));
        rings.add(0, 101, event("d"));
        rings.add(0, 102, null);

        Positions seen = Positions.read(token, 2).orElseThrow();
        assertThat(runs(rings.since(seen, event -> true).orElseThrow())).containsExactly("c", "d");
        Positions all = rings.since(seen, event -> true).orElseThrow().positions();
        assertThat(all).isEqualTo(new Positions(new long[] {103, 5_000_000_002L}));
        assertThat(runs(rings.since(all, event -> true).orElseThrow())).isEmpty();
    }

    @Test
    void tokenWhoseEventsAreForgotten_isTooOld() {
        Positions start = rings.now().positions();
        for (int i = 0; i < 3; i++) {
            rings.add(0, 100 + i, event("a" + i));
        }
        assertThat(rings.since(start, event -> true)).isPresent();
        rings.add(0, 103, event("a3"));

        assertThat(rings.since(start, event -> true)).isEmpty();
        assertThat(rings.since(new Positions(new long[] {101, 5_000_000_000L}), event -> true))
                .isPresent();
    }

    @Test
    void tokenFromTheFuture_isNone() {
        assertThat(rings.since(new Positions(new long[] {101, 5_000_000_000L}), event -> true))
                .isEmpty();
    }

    @Test
    void readerThatIsTooSlow_isToldSo() {
        long arrival = rings.now().arrival();
        for (int i = 0; i < 4; i++) {
            rings.add(0, 100 + i, event("a" + i));
        }
        assertThat(rings.since(arrival, event -> true).incomplete()).isTrue();
        assertThat(rings.since(arrival + 1, event -> true).incomplete()).isFalse();
    }

    @Test
    void busyPartition_doesNotPushOutAnother() {
        rings.add(1, 5_000_000_000L, event("rare"));
        for (int i = 0; i < 100; i++) {
            rings.add(0, 100 + i, event("busy"));
        }
        assertThat(runs(rings.since(0, event -> true))).contains("rare").hasSize(4);
    }

    @Test
    void brokenTokens_areNone() {
        String good = new Positions(new long[] {1, 300}).token();
        assertThat(Positions.read(good, 2)).isPresent();
        for (String token : List.of("", "A", "%", good + good, "____________________", "x".repeat(100_000))) {
            assertThat(Positions.read(token, 2)).as(token).isEqualTo(Optional.empty());
        }
        assertThat(Positions.read(good, 3)).isEmpty();
    }

    private static List<String> runs(EventRings.Batch batch) {
        return batch.events().stream().map(LogEvent::run).toList();
    }

    private static LogEvent event(String run) {
        return new LogEvent(0, 0, 0, run, null, null, null, true);
    }
}
