package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.LoopbackSlack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradwatch up} as a process that is killed in mid-stream and started again on the same data folder. */
class UpKilledIT {

    /** Runs that fail before the first kill. */
    private static final int FIRST_RUNS = 3;

    @TempDir
    private Path folder;

    private LoopbackSlack slack;
    private UpProcess up;
    private NotifiedRuns notified;

    @BeforeEach
    void startSlack() throws Exception {
        slack = new LoopbackSlack();
        up = new UpProcess(folder).with(NotifiedRuns.configuration(slack));
        notified = new NotifiedRuns(slack, up.processes());
    }

    @AfterEach
    void stopAll() throws Exception {
        up.close();
        slack.close();
    }

    @Test
    void killedTwiceInMidStream_everyAlertIsToldOnce() throws Exception {
        List<String> runs = IntStream.range(0, 9).mapToObj(run -> "run-" + run).toList();
        up.start();
        try (FailingRuns failing = new FailingRuns(up.kafka())) {
            failing.train(runs.subList(0, FIRST_RUNS));
            notified.awaitAll(runs.subList(0, 1));
            awaitPauseBetweenMessages();
            up.kill();

            up.start();
            failing.begin(runs.subList(3, 6));
            failing.fail(runs.subList(3, 6));
            up.kill();

            up.start();
            failing.train(runs.subList(6, 9));
            notified.awaitAll(runs);
        }
        assertThat(notified.all()).as("each run is told once").containsExactlyInAnyOrderElementsOf(runs);
    }

    /**
     * A message is on its way for some milliseconds. After a kill just then, the service cannot know whether it
     * arrived. The next message goes a second after the last one; by then the service has noted that the last one
     * arrived. A busy host may miss each pause; after the last message nothing is on its way.
     */
    private void awaitPauseBetweenMessages() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> slack.posted().stream()
                                .map(LoopbackSlack.Posted::receivedAt)
                                .max(Comparator.naturalOrder())
                                .map(last ->
                                        Duration.between(last, Instant.now()).toMillis())
                                .filter(pause -> pause > 200
                                        && (pause < 700 || notified.all().size() >= FIRST_RUNS))
                                .isPresent()
                        && noted() >= slack.posted().size());
    }

    /**
     * Messages in the journal of what arrived: number, time, and the length of a reference that webhooks do not give.
     */
    private long noted() throws IOException {
        return Files.size(up.data().resolve("alerting/alerting-sent.journal")) / (2 * Long.BYTES + Short.BYTES);
    }
}
