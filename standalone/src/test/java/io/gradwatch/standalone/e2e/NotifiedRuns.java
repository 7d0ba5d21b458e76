package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.LoopbackSlack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The runs of {@link FailingRuns} in the messages to Slack, once for each message. */
final class NotifiedRuns {

    private static final Pattern RUN_OF_MESSAGE = Pattern.compile("id (run-\\d+)");

    private final LoopbackSlack slack;
    private final JavaProcesses processes;

    /** @param processes whose logs are shown where runs are missing */
    NotifiedRuns(LoopbackSlack slack, JavaProcesses processes) {
        this.slack = slack;
        this.processes = processes;
    }

    /** Section of a configuration that sends messages to Slack. */
    static String configuration(LoopbackSlack slack) {
        return """
                alerting:
                  group-wait: 100ms
                  receivers:
                    - name: slack
                      slack: {url: '%s'}
                """.formatted(slack.webhook());
    }

    void awaitAll(List<String> runs) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(all())
                        .as("told so far; the logs:\n" + processes.logs())
                        .containsAll(runs));
    }

    List<String> all() {
        List<String> runs = new ArrayList<>();
        for (LoopbackSlack.Posted message : slack.posted()) {
            runs.addAll(RUN_OF_MESSAGE
                    .matcher(message.body().toString())
                    .results()
                    .map(match -> match.group(1))
                    .toList());
        }
        return runs;
    }
}
