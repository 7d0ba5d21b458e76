package io.gradwatch.alerting.standby;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxMark;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.DamagedPages;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleInstanceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final IncidentRules RULES = IncidentRules.within(Duration.ZERO);

    private static final List<Alert> ALERTS =
            IntStream.range(0, 120).mapToObj(run -> Alerts.nan("run-" + run)).toList();

    private final BlockingQueue<Outbox> started = new LinkedBlockingQueue<>();
    private final AtomicInteger closed = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void damageThatIsMetAtWork_makesTheWorkBeginAnew_andNothingIsLost() throws Exception {
        try (Outbox outbox = Outbox.open(folder, RULES)) {
            outbox.accept(ALERTS, Map.of(0, 120L), NOW);
        }
        assertThat(DamagedPages.ofIndexes(folder.resolve("alerting-outbox.mv.db")))
                .isPositive();
        // As after a kill: nobody knows which bytes the file should have.
        try (OutboxMark mark = OutboxMark.open(folder)) {
            mark.opened();
        }

        try (SingleInstance instance = new SingleInstance(folder, RULES, this::work, Clock.systemUTC())) {
            instance.start();
            Outbox first = started.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThatThrownBy(() -> first.accept(ALERTS, Map.of(), NOW)).isInstanceOf(OutboxException.class);

            Outbox second = started.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(second).as("the outbox that was opened anew").isNotNull();
            assertThat(closed).hasValue(1);
            assertThat(second.accept(ALERTS, Map.of(), NOW).news()).isEmpty();
            assertThat(second.positions()).containsEntry(0, 120L);
            await().atMost(PATIENCE).until(() -> instance.check().isEmpty() && instance.leads());
        }
        assertThat(closed).hasValue(2);
    }

    private AlertingInstance.Work work(Outbox outbox) {
        started.add(outbox);
        return new AlertingInstance.Work() {
            @Override
            public Optional<String> check() {
                return Optional.empty();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
