package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file that grows, and followers of it that come and go, with a broker. */
class AttachIT {

    private static final int ROUNDS = 8;
    private static final int ROWS = 500;

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("growing.csv"), "step,loss\n");
    }

    @Test
    void followersComeAndGo_everyRowIsInTheTopicOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Half a line is there when a follower comes, and its rest when it has read.
            append(round * ROWS, ROWS);
            Files.writeString(file, (round + 1) * ROWS + ",0", StandardOpenOption.APPEND);
            follow();
            Files.writeString(file, ".5\n", StandardOpenOption.APPEND);
            follow();
        }
        List<Telemetry> records = records(1 + ROUNDS * (ROWS + 1));
        assertThat(TelemetryTopic.sequences(records))
                .isEqualTo(LongStream.range(0, records.size()).boxed().toList());
        assertThat(records.stream()
                        .map(record -> record.getOrigin().getSession())
                        .distinct())
                .hasSize(1);
        assertThat(steps(records)).hasSize(ROUNDS * (ROWS + 1));
        assertThat(problems).isEmpty();
    }

    @Test
    void killedBetweenSendingAndRemembering_sendsTheSameNumbersAgain() throws Exception {
        append(0, ROWS);
        follow();
        Path state = stateFile();
        String before = Files.readString(state);
        append(ROWS, ROWS);
        follow();
        // As if the process had died with the second batch sent and the memory of it at its beginning.
        Files.writeString(state, unfinished(before, Files.readString(state)));
        append(2 * ROWS, ROWS);
        follow();
        List<Telemetry> records = records(1 + 3 * ROWS);
        assertThat(steps(records))
                .isEqualTo(Stream.concat(
                                LongStream.range(0, 2L * ROWS).boxed(),
                                Stream.concat(
                                        LongStream.range(ROWS, 2L * ROWS).boxed(),
                                        LongStream.range(2L * ROWS, 3L * ROWS).boxed()))
                        .toList());
        List<Long> numbers = TelemetryTopic.sequences(records);
        assertThat(numbers.stream().distinct()).hasSize(1 + 3 * ROWS);
        for (Telemetry record : records) {
            if (record.getEvent() instanceof Step step) {
                assertThat(record.getOrigin().getSequence()).isEqualTo(step.getStep() + 1);
            }
        }
    }

    /** Content of the state file while its last batch was sent. */
    private String unfinished(String before, String after) {
        return "{\"before\":" + state(before) + ",\"path\":\"" + file + "\",\"after\":" + state(after) + "}";
    }

    private static String state(String content) {
        return content.substring("{\"before\":".length(), content.indexOf(",\"path\":null,"));
    }

    private Path stateFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            return files.filter(path -> path.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void append(int from, int rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int step = from; step < from + rows; step++) {
            text.append(step).append(",0.5\n");
        }
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private void follow() throws IOException {
        Relay relay = AgentSettings.builder()
                .bootstrapServers(kafka.bootstrapServers())
                .spoolFolder(folder.resolve("spool"))
                .build()
                .openRelay();
        AttachSettings settings = AttachSettings.defaults(folder.resolve("state"));
        try (relay;
                Attachment attachment = new Attachment(
                        List.of(file), Optional.empty(), settings, relay, problems::add, Clock.systemUTC())) {
            while (attachment.turn()) {
                // There is more.
            }
            relay.close(Duration.ofSeconds(30));
        }
    }

    private List<Telemetry> records(int distinct) {
        String runId = folder.getFileName() + "/growing";
        try (TelemetryTopic topic = new TelemetryTopic(kafka.bootstrapServers())) {
            return topic.await(
                    runId,
                    found -> found.stream()
                                    .map(record -> record.getOrigin().getSequence())
                                    .distinct()
                                    .count()
                            >= distinct);
        }
    }

    private static List<Long> steps(List<Telemetry> records) {
        return records.stream()
                .filter(record -> record.getEvent() instanceof Step)
                .map(record -> ((Step) record.getEvent()).getStep())
                .toList();
    }
}
