package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.UnreadableRowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes training.outbox-rows, one transaction of Kafka for each of the outbox. All instances have the same id of
 * transactions: opening the log ends what the leader before has begun and refuses whatever it does later. After a
 * failure it is not known whether the last transaction counts, so that nothing more is written: the log is opened anew.
 */
final class FencedLog implements RowLog, AutoCloseable {

    /** Id of transactions of all instances. */
    static final String TRANSACTIONAL_ID = "gradwatch-alerting";

    /**
     * After this time without a transaction another instance may have taken over: half of the time for which a leader
     * may be silent, so that a host that is slow does not wait for itself.
     */
    private static final Duration CERTAIN = Duration.ofMillis(Lease.SESSION_MILLIS / 2);

    private static final int ANSWER_MILLIS = 8_000;

    private final Producer<byte[], byte[]> producer;
    private long lastBegun;
    private volatile String failure;

    private FencedLog(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        this.lastBegun = System.nanoTime() - CERTAIN.toNanos();
    }

    /**
     * Opens the log; from now on nobody else can write it, unless he opens it later.
     *
     * @throws KafkaException when Kafka does not answer
     */
    static FencedLog open(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "gradwatch-alerting-state");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 2 * ANSWER_MILLIS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return new FencedLog(producer);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void append(List<RowChange> changes) {
        requireOpen();
        long begun = System.nanoTime();
        try {
            producer.beginTransaction();
            changes.forEach(change -> producer.send(RowRecords.encode(change)));
            producer.commitTransaction();
            lastBegun = begun;
        } catch (KafkaException | IllegalStateException e) {
            abandon(
                    isFenced(e)
                            ? "another instance leads now"
                            : "Kafka does not say whether the state was written: " + e.getMessage());
            throw new OutboxException(failure, e);
        }
    }

    @Override
    public void requireOpen() {
        if (failure != null) {
            throw new OutboxException(failure, null);
        }
    }

    @Override
    public boolean isCertain() {
        return System.nanoTime() - lastBegun < CERTAIN.toNanos();
    }

    /** The next leader sets a row aside that cannot be read. */
    @Override
    public void failed(Throwable cause) {
        if (UnreadableRowException.isCauseOf(cause)) {
            abandon("the state has a row that cannot be read: " + cause.getMessage());
        }
    }

    @Override
    public void abandon(String why) {
        failure = failure == null ? why : failure;
    }

    /** Reason for which nothing can be written any more; empty while something can. From any thread. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        abandon("this instance stopped to lead");
        producer.close(Duration.ofSeconds(1));
    }

    private static boolean isFenced(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }
}
