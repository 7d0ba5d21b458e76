package io.gradwatch.alerting.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.RecordingNotifier;
import io.gradwatch.schema.Alert;
import io.gradwatch.service.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child JVM fills and empties an outbox until it is killed; this one looks at what it left. */
class OutboxKillTest {

    private static final String TAKEN = "taken ";
    private static final String SENDING = "sending ";
    private static final String SENT = "sent ";

    @TempDir
    private Path folder;

    @Test
    void killedInMidDelivery_losesNothingAndRepeatsOnlyWhatWasOnItsWay() throws Exception {
        Set<String> taken = new HashSet<>();
        Set<String> sending = new HashSet<>();
        Set<String> sent = new HashSet<>();
        Process child = child();
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                note(line, TAKEN, taken);
                note(line, SENDING, sending);
                note(line, SENT, sent);
                if (sent.size() == 25) {
                    // The process would close the stream as well.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);

        RecordingNotifier notifier = new RecordingNotifier(Duration.ZERO);
        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(taken)
                    .allSatisfy(run -> assertThat(outbox.accept(List.of(Alerts.nan(run)), Map.of(), Instant.now())
                                    .news())
                            .isEmpty());
            DeliveryQueue queue = queue(outbox, notifier);
            while (queue.deliverNext().isPresent()) {
                // until nothing waits
            }
        }
        Set<String> delivered = runs(notifier.delivered());
        assertThat(delivered).doesNotContainAnyElementsOf(sent);
        taken.removeAll(delivered);
        taken.removeAll(sent);
        assertThat(taken)
                .as("told by the child, which was killed before it said so")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(sending).containsAll(taken);
        // It tells them in their order; the kill may have come between taking one out and saying so.
        sending.add("run-" + sending.size());
        assertThat(notifier.delivered().stream()
                        .filter(Notification::maybeRepeated)
                        .toList())
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(repeated -> assertThat(sending)
                        .contains(repeated.group().changes().get(0).alert().getRunId()));
    }

    private static void note(String line, String prefix, Set<String> runs) {
        if (line.startsWith(prefix)) {
            runs.add(line.substring(prefix.length()));
        }
    }

    private static Set<String> runs(List<Notification> notifications) {
        return notifications.stream()
                .map(sent -> sent.group().changes().get(0).alert().getRunId())
                .collect(Collectors.toSet());
    }

    private static DeliveryQueue queue(Outbox outbox, RecordingNotifier notifier) {
        return new DeliveryQueue(
                new Receiver("team", notifier),
                outbox,
                BackOff.standard(),
                new AlertingMetrics(),
                Clock.systemUTC(),
                () -> Presentation.PLAIN);
    }

    private Process child() throws IOException {
        return JavaProcess.command(OutboxKillTest.class, folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * The child: takes one alert a run, tells it and delivers every second one, and says what it did once it is done.
     */
    public static void main(String[] arguments) {
        try (Outbox outbox = Outbox.open(Path.of(arguments[0]))) {
            for (int i = 0; ; i++) {
                Alert alert = Alerts.nan("run-" + i);
                outbox.accept(List.of(alert), Map.of(), Instant.now());
                AlertGroup group = Alerts.notification(alert).group();
                outbox.enqueue(group, List.of(Share.now("team", group)), Instant.now());
                say(TAKEN + alert.getRunId());
                if (i % 2 == 1) {
                    Notification next = outbox.take("team").orElseThrow();
                    String run = next.group().changes().get(0).alert().getRunId();
                    say(SENDING + run);
                    outbox.sent(next.sequence(), "", Instant.now());
                    say(SENT + run);
                }
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
