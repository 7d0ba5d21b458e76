package io.gradwatch.alerting.intake;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.AlertingService;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.config.Configuration;
import io.gradwatch.kafka.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two services at once, one of them on a copy of the data folder of the other. */
class CopiedFolderIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    @AutoClose
    private final LoopbackSlack slack = new LoopbackSlack();

    @Test
    void theOneStartedLast_readsAlone_andTheOtherSaysWhy() throws Exception {
        Path original = folder.resolve("original");
        Path copy = folder.resolve("copy");
        try (AlertingService service = service(original)) {
            service.start();
            publishAndAwait("one");
        }
        copy(original, copy);
        try (AlertingService second = service(copy)) {
            try (AlertingService first = service(original)) {
                first.start();
                publishAndAwait("two");
                second.start();
                await().atMost(PATIENCE)
                        .until(() -> first.check()
                                .filter(reason ->
                                        reason.contains("another process reads with the id of this data folder"))
                                .isPresent());
                assertThat(first.check())
                        .hasValueSatisfying(reason -> assertThat(reason).contains("copy", "alerting-outbox.lock"));
                publishAndAwait("three");
                publishAndAwait("four");
                await().atMost(PATIENCE).until(() -> second.check().isEmpty());
            }
            publishAndAwait("five");
            publishAndAwait("six");
        }
        assertThat(Stream.of("three", "four", "five", "six").map(this::messages))
                .containsOnly(1L);
    }

    private AlertingService service(Path data) throws Exception {
        AlertingSettings settings =
                Configuration.parse(slack.section(), "test.yml", Map.of()).read(AlertingSettings::from);
        return new AlertingService(settings, KAFKA.bootstrapServers(), data, Clock.systemUTC());
    }

    private void publishAndAwait(String run) {
        Alerts.publish(KAFKA, Alerts.nan(run));
        await().atMost(PATIENCE).until(() -> messages(run) > 0);
    }

    private long messages(String run) {
        return slack.posted().stream()
                .filter(post -> post.text().contains("resnet-" + run + " "))
                .count();
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
