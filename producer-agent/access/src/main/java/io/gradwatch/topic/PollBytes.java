package io.gradwatch.topic;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Bound of the bytes that one poll hands out. Kafka bounds what it fetches as it is compressed, and what a poll hands
 * out by the number of records: some dozens of records that are a few KB each on the wire could fill the heap.
 *
 * <p>A record beyond the bound is refused by its deserializer, after which Kafka hands out those before it, and gives
 * the same record to the deserializer again in the next poll (Kafka's {@code CompletedFetch}).
 */
public final class PollBytes {

    /** Bytes after which a poll takes no further record. Own choice: 5,000 steps of a usual run are 2 MB. */
    public static final int MOST = 8 << 20;

    /**
     * Deserializers are called by the thread that polls, and those that Kafka makes itself cannot be given anything.
     */
    private static final ThreadLocal<PollBytes> OF_THREAD = ThreadLocal.withInitial(PollBytes::new);

    private long taken;
    private boolean keyTaken;

    private PollBytes() {}

    /** Begins a poll of this thread. */
    public static void begin() {
        PollBytes bytes = OF_THREAD.get();
        bytes.taken = 0;
        bytes.keyTaken = false;
    }

    /** Takes the key of a record, or refuses the record. */
    private void takeKey(int size) {
        requireRoom();
        taken += size;
        keyTaken = true;
    }

    /** Takes the value of a record; of one whose key was taken in any case. */
    private void takeValue(int size) {
        if (!keyTaken) {
            requireRoom();
        }
        taken += size;
        keyTaken = false;
    }

    private void requireRoom() {
        if (taken >= MOST) {
            throw new SerializationException("the next poll takes it: this one has " + taken + " bytes");
        }
    }

    /** Deserializer of keys that counts their bytes. */
    public static final class Keys<K> extends Counting<K> {

        /** Of bytes, for a consumer that makes its deserializers itself. */
        @SuppressWarnings("unchecked")
        public Keys() {
            this((Deserializer<K>) new ByteArrayDeserializer());
        }

        Keys(Deserializer<K> inner) {
            super(inner);
        }

        @Override
        void take(PollBytes bytes, int size) {
            bytes.takeKey(size);
        }
    }

    /** Deserializer of values that counts their bytes. */
    public static final class Values<V> extends Counting<V> {

        /** Of bytes, for a consumer that makes its deserializers itself. */
        @SuppressWarnings("unchecked")
        public Values() {
            this((Deserializer<V>) new ByteArrayDeserializer());
        }

        Values(Deserializer<V> inner) {
            super(inner);
        }

        @Override
        void take(PollBytes bytes, int size) {
            bytes.takeValue(size);
        }
    }

    /** Deserializer that counts bytes before it makes anything of them. */
    private abstract static class Counting<T> implements Deserializer<T> {

        private final Deserializer<T> inner;

        Counting(Deserializer<T> inner) {
            this.inner = inner;
        }

        abstract void take(PollBytes bytes, int size);

        @Override
        public void configure(Map<String, ?> settings, boolean isKey) {
            inner.configure(settings, isKey);
        }

        @Override
        public T deserialize(String topic, byte[] bytes) {
            take(OF_THREAD.get(), bytes == null ? 0 : bytes.length);
            return inner.deserialize(topic, bytes);
        }

        @Override
        public T deserialize(String topic, Headers headers, byte[] bytes) {
            take(OF_THREAD.get(), bytes == null ? 0 : bytes.length);
            return inner.deserialize(topic, headers, bytes);
        }

        @Override
        public T deserialize(String topic, Headers headers, ByteBuffer bytes) {
            take(OF_THREAD.get(), bytes == null ? 0 : bytes.remaining());
            return inner.deserialize(topic, headers, bytes);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
