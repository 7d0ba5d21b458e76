package io.gradwatch.fleet.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Pauses of a consumer between polls that bring little: one fetch for many records while many runs train, a record that
 * comes alone at once, and hardly a fetch while nothing comes. To wait at the broker for many bytes instead asks it
 * twenty times a second for nothing.
 *
 * <p>Kafka makes it by its name in the properties of a consumer, and calls it in the thread that polls.
 */
public final class PacedFetches implements ConsumerInterceptor<Object, Object> {

    private static final String PAUSE = "gradwatch.fetch.pause.ms";

    /** A fetch of nothing is asked for anew after this time, milliseconds. */
    private static final int QUIET_MILLIS = 1_000;

    /** Records of a poll above which there are more, so that nothing is won by a pause. Own choice. */
    private static final int MANY = 500;

    private long pauseNanos;
    private long lastNanos = System.nanoTime();

    /**
     * The properties of a consumer that is paced.
     *
     * @param pause between two polls that bring little; a record waits for up to three of them
     */
    public static Map<String, Object> properties(Duration pause) {
        return Map.of(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                PacedFetches.class.getName(),
                PAUSE,
                Long.toString(pause.toMillis()),
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                QUIET_MILLIS);
    }

    /**
     * The same under a prefix, as Kafka Streams wants them.
     *
     * @param prefix of each name, with its dot
     */
    public static Map<String, Object> properties(Duration pause, String prefix) {
        Map<String, Object> prefixed = new HashMap<>();
        properties(pause).forEach((name, value) -> prefixed.put(prefix + name, value));
        return prefixed;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        pauseNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(String.valueOf(settings.get(PAUSE))));
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        if (!records.isEmpty() && records.count() < MANY) {
            LockSupport.parkNanos(left(System.nanoTime()));
        }
        lastNanos = System.nanoTime();
        return records;
    }

    /** Nanoseconds that are left of the pause; 0 or less for none. */
    long left(long nowNanos) {
        return pauseNanos - (nowNanos - lastNanos);
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Offsets have no pace.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
