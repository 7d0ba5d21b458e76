package io.gradwatch.silence;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Kafka of an earlier version, which has silences and acknowledgements but no annotations. */
class MissingAnnotationsIT {

    private static final Instant NOW = Instant.now();

    @RegisterExtension
    final TestKafka kafka = TestKafka.withoutTopics();

    private final List<String> unreadable = new ArrayList<>();

    @BeforeEach
    void createEarlierTopics() throws Exception {
        try (Admin admin = Admin.create(kafka.properties())) {
            admin.createTopics(Stream.of(Topics.SILENCES, Topics.ACKNOWLEDGEMENTS)
                            .map(topic -> new NewTopic(topic.name(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Test
    void silencesHold_andAnnotationsComeOnceTheirTopicIsThere() {
        try (SilenceWriter writer = new SilenceWriter(kafka.properties());
                SilenceFollower follower = new SilenceFollower(kafka.properties(), unreadable::add)) {
            writer.add(List.of(new SilenceMatcher(MatcherField.RUN, "a")), "ada", "", NOW, NOW.plusSeconds(60));
            AlertLabels alert =
                    new AlertLabels("a-nan", "a", "a", "digits", "ada", "nan", "non-finite", Severity.WARNING);
            await().atMost(PATIENCE)
                    .until(() -> follower.poll(Duration.ofMillis(200))
                            .filter(known -> known.silencing(alert, NOW).isPresent())
                            .isPresent());
            assertThat(follower.trouble()).isEmpty();
            assertThat(SilenceReader.readAll(kafka.properties(), unreadable::add)
                            .silences())
                    .hasSize(1);

            kafka.createTopics(2);
            writer.annotate(comment("restarting it"));
            await().atMost(PATIENCE)
                    .until(() -> follower.poll(Duration.ofMillis(200))
                            .filter(known -> known.annotations("a-nan").size() == 1)
                            .filter(known -> known.silencing(alert, NOW).isPresent())
                            .isPresent());
        }
        assertThat(unreadable).isEmpty();
    }

    private static AlertAnnotation comment(String text) {
        return AlertAnnotation.newBuilder()
                .setAlertId("a-nan")
                .setId("1")
                .setKind(AnnotationKind.COMMENT)
                .setText(text)
                .setAtMillis(NOW.toEpochMilli())
                .build();
    }
}
