package io.gradwatch.fleet.live;

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
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one real broker; they reach each other by calls instead of HTTP. */
class TwoInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    private static final int RUNS = 40;

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private final Map<HostInfo, LiveStreams> alive = new ConcurrentHashMap<>();

    @BeforeEach
    void startBroker() {
        broker = new EmbeddedBroker(folder.resolve("broker"), 0);
        broker.start();
        TopicSetup.createMissing(broker.bootstrapServers(), 4, (short) 1);
        producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        alive.values().forEach(LiveStreams::close);
        producer.close();
        broker.close();
    }

    @Test
    void oneOfTwoThatDies_losesNoAnswerForLongerThanTheSessionTimeout() throws Exception {
        LiveStreams first = start(1);
        LiveStreams second = start(2);
        publishRuns();
        await().atMost(PATIENCE)
                .ignoreException(UnavailableException.class)
                .until(() -> shares() == 2 && bothAnswerAll(first, second));
        awaitCopies(first);

        alive.remove(new HostInfo("instance", 1));
        first.abandon();
        await().atMost(SESSION_TIMEOUT).until(() -> answersAll(second));

        assertThat(second.fleet().runs(RunQuery.newest(1_000)).total()).isEqualTo(RUNS);
        await().atMost(PATIENCE)
                .until(() -> second.part().runs(RunQuery.newest(1_000), null).total() == RUNS && answersAll(second));
        // The broker holds back what follows the dead one's open transaction until it gives that up.
        await().atMost(PATIENCE)
                .ignoreException(UnavailableException.class)
                .untilAsserted(() -> assertThat(second.fleet().groups(GroupKind.PROJECT))
                        .extracting(Group::runsByState)
                        .containsExactly(Map.of("training", RUNS)));
        publish(Topics.TELEMETRY, "run-0", new Job("run-0", 1, 0).step(9, 0.5));
        await().atMost(PATIENCE)
                .until(() -> second.fleet().run("run-0").orElseThrow().row().attempt() == 1);
    }

    @Test
    void unreadableRecord_goesToTheDeadLettersOnce() throws Exception {
        byte[] broken = "not telemetry".getBytes(StandardCharsets.UTF_8);
        LiveStreams only = start(1);
        producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), 0, "one".getBytes(StandardCharsets.UTF_8), broken))
                .get();
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

        await().atMost(PATIENCE)
                .ignoreException(UnavailableException.class)
                .until(() -> only.check().isEmpty() && answersAll(only));
    }

    private LiveStreams start(int number) {
        HostInfo self = new HostInfo("instance", number);
        LiveTableSettings settings = new LiveTableSettings(
                Duration.ofDays(7), SESSION_TIMEOUT, 1, folder.resolve("state-" + number), self.host(), self.port());
        LiveStreams streams = new LiveStreams(
                settings, kafka(), this::peer, UnaryOperator.identity(), Clock.systemUTC(), System::nanoTime);
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
        await().atMost(PATIENCE).until(() -> {
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
            publish(Topics.TELEMETRY, "run-" + i, job.started());
            publish(Topics.TELEMETRY, "run-" + i, job.at(2_000).step(5, i));
        }
        publish(Topics.ALERTS, "run-3", new Job("run-3", 0, 0).fires("nan"));
    }

    private <T> void publish(Topic<T> topic, String run, T value) throws Exception {
        producer.send(new ProducerRecord<>(
                        topic.name(),
                        run.getBytes(StandardCharsets.UTF_8),
                        topic.codec().encode(value)))
                .get();
    }

    private ConsumerRecord<byte[], byte[]> deadLetter() {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 4)
                    .mapToObj(i -> new TopicPartition(Topics.TELEMETRY.deadLetterName(), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return !letters.isEmpty();
            });
        }
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
