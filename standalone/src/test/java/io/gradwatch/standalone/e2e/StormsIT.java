package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.LoopbackSlack.Posted;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code gradwatch up} in a process of its own, with the default intervals, while something fails that many runs share:
 * how many messages a receiver gets, how long the first one takes, and that no run is missing in them.
 */
class StormsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final LoopbackSlack slack = new LoopbackSlack();
    private final LoopbackHttp hook = new LoopbackHttp(0);
    private UpProcess up;

    @BeforeEach
    void start() throws IOException {
        up = new UpProcess(folder).options("-Xmx1g").with("""
                alerting:
                  receivers:
                    - {name: chat, slack: {url: "%s"}}
                    - {name: hook, webhook: {url: "%s"}}
                """.formatted(slack.webhook(), hook.at("/alerts")));
        up.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        up.close();
        slack.close();
        hook.close();
    }

    @Test
    void hostThatDiesWithFortyRunsOfEightProjects_isAFewMessages_andNoRunIsMissing() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = TestKafka.producer(up.kafka(), Map.of())) {
            List<ScriptedRun> dying = runs(producer, "dying", 40, 8, 1);
            List<ScriptedRun> living = runs(producer, "living", 16, 1, 4);
            for (int step = 0; step < 30; step++) {
                learn(dying, step);
                learn(living, step);
            }
            Instant dead = Instant.now();
            // Others live on: while nothing comes at all, the time of the log stands still.
            awaitMessages(40, () -> living.forEach(run -> run.heartbeat(30)), dead);
        }

        assertThat(slack.posted()).hasSizeLessThanOrEqualTo(4);
        assertThat(slack.violations()).isEmpty();
    }

    @Test
    void storageThatFailsUnderFiveHundredRuns_isAFewMessages_andNoRunIsMissing() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = TestKafka.producer(up.kafka(), Map.of())) {
            List<ScriptedRun> runs = runs(producer, "reading", 500, 20, 63);
            for (int step = 0; step < 250; step++) {
                read(runs, step, 1);
            }
            producer.flush();
            Instant failed = Instant.now();
            for (int step = 250; step < 500; step++) {
                read(runs, step, 85);
            }
            awaitMessages(500, () -> {}, failed);
        }

        assertThat(slack.posted()).hasSizeLessThanOrEqualTo(8);
        assertThat(slack.violations()).isEmpty();
    }

    /** Runs that share projects and hosts in turn. */
    private static List<ScriptedRun> runs(
            KafkaProducer<byte[], byte[]> producer, String name, int count, int projects, int hosts) {
        List<ScriptedRun> runs = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            ScriptedRun run = new ScriptedRun(producer, name + "-" + number, 0, 0);
            RunStarted.Builder declared = run.declaration()
                    .setProject(name + "-project-" + number % projects)
                    .setHost(name + "-node-" + number % hosts)
                    .setHeartbeatIntervalMillis(name.equals("reading") ? 1_800_000 : 1_000);
            runs.add(run.started(declared));
        }
        return runs;
    }

    private static void learn(List<ScriptedRun> runs, int step) {
        runs.forEach(run -> run.step(step, 2.0 / (1 + step)));
    }

    /** A step of 100 ms, of which so many wait for data. */
    private static void read(List<ScriptedRun> runs, int step, double waitMillis) {
        for (ScriptedRun run : runs) {
            run.after(100)
                    .step(Step.newBuilder()
                            .setStep(step)
                            .setLoss(2.0 / (1 + step / 50.0))
                            .setDurationMillis(100.0)
                            .setDataWaitMillis(waitMillis));
        }
    }

    /** Waits until the webhook was told of so many runs, and prints how it went. */
    private void awaitMessages(int runs, Runnable meanwhile, Instant since) throws IOException {
        await("all runs are told")
                .pollInterval(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    meanwhile.run();
                    assertThat(told().size() + truncated()).isGreaterThanOrEqualTo(runs);
                });
        assertThat(told().size() + truncated()).isEqualTo(runs);
        Posted first = slack.posted().get(0);
        System.out.printf(
                Locale.ROOT,
                "%d runs: %d messages in the chat, %d by webhook; the first after %.1f s: %s%n",
                runs,
                slack.posted().size(),
                hook.requests(),
                Duration.between(since, first.receivedAt()).toMillis() / 1_000.0,
                first.body().path("text").asText());
    }

    /** Ids of the runs that the webhook was told of. */
    private Set<String> told() throws IOException {
        Set<String> runs = new HashSet<>();
        for (LoopbackHttp.Request request : hook.received()) {
            for (JsonNode alert : JSON.readTree(request.body()).at("/data/alerts")) {
                runs.add(alert.path("run_id").asText());
            }
        }
        return runs;
    }

    /** Alerts that a message of the webhook counts and does not list. */
    private int truncated() throws IOException {
        int count = 0;
        for (LoopbackHttp.Request request : hook.received()) {
            count += JSON.readTree(request.body()).at("/data/truncated_alerts").asInt();
        }
        return count;
    }
}
