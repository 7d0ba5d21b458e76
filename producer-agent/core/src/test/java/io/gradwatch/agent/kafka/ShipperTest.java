package io.gradwatch.agent.kafka;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.spool.MemorySpool;
import io.gradwatch.agent.spool.Spool.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers that a producer can give to the shipper, with Kafka's own scripted producer. */
class ShipperTest {

    private static final String RUN = "run";

    private final List<Scripted> made = new CopyOnWriteArrayList<>();
    private final BlockingQueue<RuntimeException> failuresToMake = new LinkedBlockingQueue<>();
    private final Shipper shipper = new Shipper("topic", this::make);
    private final MemorySpool spool = spool("run");

    @BeforeAll
    static void allowForALoadedMachine() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @Test
    void acknowledgedRecords_leaveTheSpoolInOrder() {
        shipper.addGrowing(spool, RUN);
        append(spool, "a", "b", "c");
        Scripted producer = shipUntil(sent(3));
        assertThat(producer.sent()).containsExactly("a", "b", "c");

        producer.answer(null);
        shipper.ship();
        assertThat(spool.pendingBytes()).isEqualTo(2);
        producer.answer(null);
        producer.answer(null);
        shipper.ship();
        assertThat(spool.pendingBytes()).isZero();
        assertThat(shipper.trouble()).isEmpty();
    }

    @Test
    void acknowledgedWhileTheShipperLooks_isNotTakenForFailed() {
        shipper.addGrowing(spool, RUN);
        int records = 3_000;
        append(spool, Collections.nCopies(records, "a").toArray(String[]::new));
        Scripted producer = shipUntil(sent(records));

        CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> {
            while (producer.completeNext()) {
                Thread.onSpinWait();
            }
        });
        while (spool.pendingBytes() > 0 && made.size() == 1) {
            shipper.ship();
        }

        answers.join();
        assertThat(made).as("producers").containsExactly(producer);
    }

    @Test
    void rejectedDelivery_doesNotAdvanceAndIsSentAgainBeforeWhatFollowsIt() {
        shipper.addGrowing(spool, RUN);
        append(spool, "a", "b", "c");
        Scripted first = shipUntil(sent(3));
        first.answer(null);
        first.answer(new AuthorizationException("no"));
        assertThat(first.closed()).as("nothing may overtake").isTrue();

        shipper.ship();
        assertThat(spool.pendingBytes()).isEqualTo(2);
        assertThat(shipper.trouble()).contains("AuthorizationException");

        Scripted second =
                shipUntil(producer -> producer != first && producer.sent().size() == 2);
        assertThat(second.sent()).containsExactly("b", "c");
        second.answer(null);
        second.answer(null);
        shipper.ship();
        assertThat(spool.pendingBytes()).isZero();
        assertThat(shipper.trouble()).isEmpty();
    }

    @Test
    void producerThatThrows_isReplacedAfterWhatIsUnderWayIsAnswered() {
        shipper.addGrowing(spool, RUN);
        append(spool, "a");
        Scripted first = shipUntil(sent(1));
        first.sendException = new KafkaException("out of order");
        append(spool, "b", "c");
        shipper.ship();
        assertThat(made).hasSize(1);
        first.answer(null);

        Scripted second =
                shipUntil(producer -> producer != first && producer.sent().size() == 2);
        assertThat(second.sent()).containsExactly("b", "c");
        assertThat(first.closed()).isTrue();
    }

    @Test
    void refusedRecord_isGivenUpAndCounted() {
        shipper.addGrowing(spool, RUN);
        append(spool, "a", "b");
        Scripted producer = shipUntil(sent(2));
        producer.answer(new RecordTooLargeException("too large"));
        producer.answer(null);
        shipper.ship();
        assertThat(spool.pendingBytes()).isZero();
        assertThat(shipper.refusedRecords()).isEqualTo(1);
        assertThat(made).hasSize(1);
    }

    @Test
    void noMetadata_keepsTheProducerAndTriesTheSameRecordAgain() {
        shipper.addGrowing(spool, RUN);
        append(spool, "a");
        shipUntil(sent(1)).metadataMissing = true;
        append(spool, "b", "c");
        await().until(() -> {
            shipper.ship();
            return shipper.trouble().contains("no metadata");
        });
        made.get(0).metadataMissing = false;

        assertThat(shipUntil(sent(3)).sent()).containsExactly("a", "b", "c");
        assertThat(made).hasSize(1);
    }

    @Test
    void earlierSession_goesBeforeTheGrowingOneAndOthersBeside() {
        MemorySpool earlier = spool("run");
        MemorySpool beside = spool("other");
        append(earlier, "a");
        append(spool, "b");
        append(beside, "x");
        List<String> closed = new ArrayList<>();
        shipper.addBefore(earlier, RUN, () -> closed.add("a"));
        shipper.addGrowing(spool, RUN);
        shipper.addBefore(beside, "another run", () -> closed.add("x"));

        Scripted producer = shipUntil(sent(2));
        assertThat(producer.sent()).containsExactly("a", "x");
        assertThat(closed).isEmpty();
        producer.answer(null);
        assertThat(shipUntil(sent(3)).sent()).containsExactly("a", "x", "b");
        assertThat(closed).as("x is under way").containsExactly("a");
    }

    @Test
    void bytesUnderWay_areBounded() {
        shipper.addGrowing(spool, RUN);
        for (int i = 0; i < 10; i++) {
            append(spool, "x".repeat(1 << 20));
        }
        Scripted producer = shipUntil(sent(4));
        shipper.ship();
        assertThat(producer.sent()).hasSize(4);
        producer.answer(null);
        shipper.ship();
        assertThat(producer.sent()).hasSize(5);
    }

    @Test
    void producerThatCannotBeMade_isTriedAgain() {
        failuresToMake.add(new KafkaException("outer", new IllegalStateException("no such host")));
        shipper.addGrowing(spool, RUN);
        append(spool, "a");
        await().until(() -> {
            shipper.ship();
            return shipper.trouble().contains("no such host");
        });
        shipUntil(sent(1)).answer(null);
        shipper.ship();
        assertThat(spool.pendingBytes()).isZero();
        shipper.close(Duration.ZERO);
        assertThat(made.get(0).closed()).isTrue();
    }

    @Test
    void operatorsProperties_cannotBreakTheOrder() {
        Map<String, Object> properties = ProducerSettings.of(
                "kafka:9092",
                "client",
                1 << 20,
                Map.of("acks", "0", "linger.ms", "50", "max.in.flight.requests.per.connection", "5"));
        assertThat(properties)
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "50")
                .containsEntry("max.in.flight.requests.per.connection", "1");
    }

    private Scripted make() {
        RuntimeException failure = failuresToMake.poll();
        if (failure != null) {
            throw failure;
        }
        Scripted producer = new Scripted();
        made.add(producer);
        return producer;
    }

    /** The newest producer, once the condition holds for it. */
    private Scripted shipUntil(Predicate<Scripted> condition) {
        await().until(() -> {
            shipper.ship();
            return !made.isEmpty() && condition.test(newest());
        });
        return newest();
    }

    private Scripted newest() {
        return made.get(made.size() - 1);
    }

    private static Predicate<Scripted> sent(int records) {
        return producer -> producer.sent().size() == records;
    }

    private static MemorySpool spool(String key) {
        return new MemorySpool(key.getBytes(StandardCharsets.UTF_8), 64 << 20, new AtomicLong());
    }

    private static void append(MemorySpool spool, String... records) {
        for (String record : records) {
            assertThat(spool.append(record.getBytes(StandardCharsets.UTF_8), Priority.ORDINARY))
                    .isTrue();
        }
    }

    private static final class Scripted extends MockProducer<byte[], byte[]> {

        volatile boolean metadataMissing;

        Scripted() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (metadataMissing) {
                TimeoutException failure = new TimeoutException("no metadata");
                callback.onCompletion(null, failure);
                return CompletableFuture.failedFuture(failure);
            }
            return super.send(record, callback);
        }

        /** Answers the oldest record under way, on a thread of the producer as Kafka's does. */
        void answer(RuntimeException failure) {
            CompletableFuture.runAsync(() -> {
                        if (failure == null) {
                            completeNext();
                        } else {
                            errorNext(failure);
                        }
                    })
                    .join();
        }

        List<String> sent() {
            return history().stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
