package io.gradwatch.fleet.live;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.state.HostInfo;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two instances on one real broker; they reach each other by calls instead of HTTP. */
@Execution(ExecutionMode.CONCURRENT)
class TwoInstancesIT {

    /** Long enough for a busy machine to answer before it ends. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);

    private static final int RUNS = 40;

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(4);

    private final Map<HostInfo, LiveStreams> alive = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        alive.values().forEach(LiveStreams::close);
    }

    @Test
    void oneOfTwoThatDies_losesNoAnswerForLongerThanTheSessionTimeout() throws Exception {
        LiveStreams first = start(1);
        LiveStreams second = start(2);
        publishRuns();
        eventually().until(() -> shares() == 2 && bothAnswerAll(first, second));
        awaitCopies(first);

        alive.remove(new HostInfo("instance", 1));
        first.abandon();
        await().atMost(SESSION_TIMEOUT).until(() -> answersAll(second));

        eventually()
                .until(() -> second.part().runs(RunQuery.newest(1_000), null).total() == RUNS && answersAll(second));
        // The broker holds back what follows the dead one's open transaction until it gives that up.
        eventually()
                .untilAsserted(() -> assertThat(second.fleet().groups(GroupKind.PROJECT))
                        .extracting(Group::runsByState)
                        .containsExactly(Map.of("training", RUNS)));
        kafka.send(Topics.TELEMETRY, "run-0", new Job("run-0", 1, 0).step(9, 0.5));
        eventually()
                .until(() -> second.fleet().run("run-0").filter(run -> run.row().attempt() == 1), Optional::isPresent);
    }

    @Test
    void unreadableRecord_goesToTheDeadLettersOnce() throws Exception {
        byte[] broken = "not telemetry".getBytes(StandardCharsets.UTF_8);
        LiveStreams only = start(1);
        kafka.send(new ProducerRecord<>(Topics.TELEMETRY.name(), 0, TestKafka.bytes("one"), broken));
        publishRuns();
        await().atMost(PATIENCE).until(() -> only.check().isEmpty() && answersAll(only));

        ConsumerRecord<byte[], byte[]> letter = deadLetter();
        assertThat(letter.value()).isEqualTo(broken);
        assertThat(header(letter, "dlq.stage")).isEqualTo("fleet");
        assertThat(header(letter, "dlq.topic")).isEqualTo("training.telemetry.v1");
        assertThat(header(letter, "dlq.error-class")).endsWith("UnreadableRecordException");
        assertThat(header(letter, "dlq.error-message")).contains("C301");
    }

    @Test
    void damagedFilesOfAnEarlierProcess_keepNoTableFromStarting() throws Exception {
        Path state = folder.resolve("state-1").resolve(LiveStreams.APPLICATION_ID);
        for (String file : List.of("kafka-streams-process-metadata", "0_0/.checkpoint", "1_0/.checkpoint")) {
            Path path = state.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, new byte[] {0, -1, 'x', '\n', 7});
        }

        LiveStreams only = start(1);
        publishRuns();

        eventually().until(() -> only.check().isEmpty() && answersAll(only));
    }

    /** A rebalance may take a table away for a moment. */
    private static ConditionFactory eventually() {
        return await().atMost(PATIENCE).ignoreException(UnavailableException.class);
    }

    private LiveStreams start(int number) {
        HostInfo self = new HostInfo("instance", number);
        LiveTableSettings settings = new LiveTableSettings(
                Duration.ofDays(7), SESSION_TIMEOUT, 1, folder.resolve("state-" + number), self.host(), self.port());
        LiveStreams streams = new LiveStreams(
                settings,
                kafka.properties(),
                this::peer,
                UnaryOperator.identity(),
                Clock.systemUTC(),
                System::nanoTime);
        alive.put(self, streams);
        streams.start();
        return streams;
    }

    private FleetPart peer(HostInfo instance) {
        LiveStreams streams = alive.get(instance);
        if (streams == null) {
            throw new UnavailableException(instance + " is dead");
        }
        return streams.part();
    }

    /** Instances that are active for some runs. */
    private long shares() {
        return alive.values().stream()
                .filter(streams -> streams.part().runs(RunQuery.newest(1), null).total() > 0)
                .count();
    }

    private boolean bothAnswerAll(LiveStreams first, LiveStreams second) {
        return answersAll(first) && answersAll(second);
    }

    private static boolean answersAll(LiveStreams streams) {
        try {
            LiveFleet fleet = streams.fleet();
            return IntStream.range(0, RUNS)
                            .allMatch(i -> fleet.run("run-" + i)
                                    .map(RunDetail::row)
                                    .filter(row -> row.step() == 5 && row.loss() == i)
                                    .isPresent())
                    && fleet.runs(RunQuery.newest(1_000)).total() == RUNS
                    && fleet.alerts(AlertQuery.firing(10)).total() == 1
                    && fleet.alert("run-3-0-nan").isPresent()
                    && fleet.overview().runsByState().equals(Map.of("training", RUNS))
                    && fleet.groups(GroupKind.PROJECT).size() == 1;
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** The other instance has copies of all that this one is active for. */
    private void awaitCopies(LiveStreams first) {
        eventually().until(() -> {
            long own = first.part().runs(RunQuery.newest(1_000), null).total();
            FleetPart other = alive.get(new HostInfo("instance", 2)).part();
            return other.runs(RunQuery.newest(1_000), "instance:1").total() == own
                    && other.groups(GroupKind.PROJECT, "instance:1").size()
                            == first.part().groups(GroupKind.PROJECT, null).size();
        });
    }

    private void publishRuns() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            Job job = new Job("run-" + i, 0, 0);
            kafka.send(Topics.TELEMETRY, "run-" + i, job.started());
            kafka.send(Topics.TELEMETRY, "run-" + i, job.at(2_000).step(5, i));
        }
        kafka.send(Topics.ALERTS, "run-3", new Job("run-3", 0, 0).fires("nan"));
    }

    private ConsumerRecord<byte[], byte[]> deadLetter() {
        List<ConsumerRecord<byte[], byte[]>> letters = await().atMost(PATIENCE)
                .until(() -> kafka.records(Topics.TELEMETRY.deadLetterName()), found -> !found.isEmpty());
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
