package io.gradwatch.alerting.standby;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.AlertingProcess;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.SilenceWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two processes, of which the leader is killed, or stands still and wakes up. */
@Execution(ExecutionMode.CONCURRENT)
class ProcessTakeOverIT {

    /** Takes about 7 s; on a busy host it is still less than the default session of Kafka, 45 s. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(44);

    private static final int STREAM = 12;

    @TempDir
    private Path folder;

    @AutoClose
    private StandbyFixture fixture;

    private AlertingProcess first;
    private AlertingProcess second;

    @BeforeEach
    void start() {
        fixture = new StandbyFixture().withTopics();
    }

    @Test
    void leaderKilledInAStreamOfAlerts_isReplaced_andNobodyIsToldTwice() throws Exception {
        Alert told = Alerts.nan("told");
        Alert deferred = Alerts.nan("deferred");
        ScheduledExecutorService stream = Executors.newSingleThreadScheduledExecutor();
        try (SilenceWriter mutes = new SilenceWriter(fixture.kafka.properties())) {
            Silence silence = mutes.add(
                    List.of(new SilenceMatcher(MatcherField.CLASS, "oscillating")),
                    "ada",
                    "",
                    Instant.now(),
                    Instant.now().plusSeconds(3600));
            startBoth("group-wait: 200ms\n  group-interval: 8s");
            fixture.publish(told, deferred, Alerts.oscillating("silenced"));
            await().atMost(PATIENCE)
                    .until(() -> fixture.mails().size() == 2 && fixture.posts().size() == 2);
            // Waits for the interval of its incident, over the death of the leader.
            fixture.publish(Alerts.resolved(deferred));
            AtomicInteger next = new AtomicInteger();
            stream.scheduleAtFixedRate(() -> publishNext(next), 0, 300, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> fixture.mails("resnet-s-").size() >= 3);

            first.kill();
            int toldByFirst = fixture.mails().size();
            await().atMost(TAKE_OVER)
                    .until(() -> second.leads() && fixture.mails().size() > toldByFirst);
            fixture.publish(Alerts.resolved(told));
            for (int run = 0; run < STREAM; run++) {
                untilTold("resnet-s-" + run + "-");
            }
            untilTold("Recovered", "resnet-told");
            untilTold("Recovered", "resnet-deferred");
            assertThat(fixture.posts("resnet-silenced")).isEmpty();
            mutes.expire(silence, Instant.now());
            untilTold("resnet-silenced");
        } finally {
            stream.shutdownNow();
        }
        fixture.assertNobodyWasToldTwice();
        fixture.assertOneThread("resnet-told");
        fixture.assertOneThread("resnet-deferred");
        assertThat(fixture.slack.violations()).isEmpty();
        await().atMost(PATIENCE).until(() -> second.metric("gradwatch_alerting_healthy") == 1);
    }

    @Test
    void leaderKilledWhileItSends_isReplacedByOneThatSendsThatAgain_withANote() throws Exception {
        startBoth("group-wait: 100ms\n  group-interval: 1s");
        fixture.slack.breakDown(new LoopbackSlack.Trouble.Silence());
        fixture.publish(Alerts.nan("on-its-way"));
        await().atMost(PATIENCE)
                .until(() -> fixture.slack.requests() >= 1 && fixture.mails().size() == 1);
        await().atMost(PATIENCE).until(() -> first.metric("gradwatch_alerting_delivered_total") == 1);

        first.kill();
        fixture.slack.recover();
        untilTold("resnet-on-its-way");
        fixture.publish(Alerts.nan("after"));
        untilTold("resnet-after");
        assertThat(fixture.mails()).hasSize(2);
        assertThat(fixture.repeatedMails()).isEmpty();
        assertThat(fixture.posts("resnet-on-its-way")).hasSize(1);
        assertThat(fixture.posts("resnet-on-its-way", StandbyFixture.NOTE)).hasSize(1);
        assertThat(fixture.posts("resnet-after")).hasSize(1);
    }

    @Test
    void leaderThatStoodStill_sendsNothingWhenItWakes_andStandsBy() throws Exception {
        startBoth("group-wait: 10s\n  group-interval: 1s");
        Alert before = Alerts.nan("before");
        Alert meanwhile = Alerts.nan("meanwhile");
        fixture.publish(before);
        untilTold("resnet-before");
        await().atMost(PATIENCE).until(() -> first.metric("gradwatch_alerting_delivered_total") == 2);

        // It is due while the leader stands still.
        fixture.publish(Alerts.nan("due"));
        await().atMost(PATIENCE)
                .until(() -> first.metric("gradwatch_alerting_records_total{outcome=\"accepted\"}") == 2);
        first.stop();
        Instant stopped = Instant.now();
        fixture.publish(meanwhile);
        await().atMost(TAKE_OVER).until(() -> second.leads());
        untilTold("resnet-due");
        untilTold("resnet-meanwhile");
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(stopped.plusSeconds(20)));

        first.goOn();
        await().atMost(PATIENCE).until(() -> first.standsBy() && fixture.instances() == 2);
        fixture.publish(Alerts.resolved(before));
        untilTold("Recovered", "resnet-before");
        assertThat(first.metric("gradwatch_alerting_delivered_total")).isEqualTo(2);
        await().atMost(PATIENCE).until(() -> first.metric("gradwatch_alerting_healthy") == 1);
        assertThat(fixture.repeatedMails()).isEmpty();
        assertThat(fixture.mails()).hasSize(4);
        fixture.assertOneThread("resnet-before");

        second.kill();
        await().atMost(TAKE_OVER).until(() -> first.leads());
        fixture.publish(Alerts.resolved(meanwhile));
        untilTold("Recovered", "resnet-meanwhile");
        fixture.assertOneThread("resnet-meanwhile");
        fixture.assertNobodyWasToldTwice();
    }

    private void startBoth(String timing) throws Exception {
        String section = fixture.section(timing);
        first = fixture.process(folder.resolve("first"), section);
        await().atMost(PATIENCE).until(() -> first.leads());
        second = fixture.process(folder.resolve("second"), section);
        await().atMost(PATIENCE).until(() -> second.standsBy() && fixture.instances() == 2);
    }

    private void publishNext(AtomicInteger next) {
        if (next.get() < STREAM) {
            fixture.publish(Alerts.nan("s-" + next.getAndIncrement() + "-"));
        }
    }

    private void untilTold(String... words) {
        await().atMost(PATIENCE)
                .until(() ->
                        !fixture.mails(words).isEmpty() && !fixture.posts(words).isEmpty());
    }
}
