package io.gradwatch.agent.kafka;

import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.SpooledRecord;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends what spools hold, each in its order, and gives up in them what Kafka has acknowledged. After a failure it
 * begins again at the oldest record that was not acknowledged: records may come twice, never out of order. Belongs to
 * one thread.
 */
public final class Shipper {

    /** Bytes under way at once, at most; one record may be larger. */
    static final long MAX_BYTES_UNDER_WAY = 4L << 20;

    private static final System.Logger LOG = System.getLogger(Shipper.class.getName());
    private static final int RECORDS_IN_A_TURN = 10_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final String topic;
    private final ProducerConnection connection;
    private final List<Line> lines = new ArrayList<>();
    private final ArrayDeque<PendingSend> underWay = new ArrayDeque<>();
    private long bytesUnderWay;
    private long refusedRecords;
    private long heardNanos;
    /** A record has failed for good, and those before it are still under way. */
    private boolean broken;

    /**
     * @param topic of all records
     * @param producers makes a producer, on a thread of its own
     */
    public Shipper(String topic, Supplier<Producer<byte[], byte[]>> producers) {
        this.topic = topic;
        this.connection = new ProducerConnection(topic, producers);
    }

    /**
     * Sends what this spool holds, which may grow until {@link #finish}, beside the others; but what ended in the same
     * group before goes first.
     */
    public void addGrowing(Spool spool, String group) {
        lines.add(new Line(spool, group, true, () -> {}));
    }

    /**
     * Sends what this spool holds before what later ones of its group hold, and closes it once it is empty.
     *
     * @param closed is told of that
     */
    public void addBefore(Spool spool, String group, Runnable closed) {
        lines.add(new Line(spool, group, false, closed));
    }

    /** A spool that was to be closed once it is empty may grow again; false when it is closed already. */
    public boolean growAgain(Spool spool) {
        return setGrowing(spool, true);
    }

    /** A spool grows no more: it is closed once it is empty. */
    public void finish(Spool spool) {
        setGrowing(spool, false);
    }

    private boolean setGrowing(Spool spool, boolean growing) {
        for (Line line : lines) {
            if (line.spool == spool) {
                line.growing = growing;
                return true;
            }
        }
        return false;
    }

    /** Takes in what Kafka has answered, and sends what there is; waits at most for metadata. */
    public void ship() {
        long now = System.nanoTime();
        collect(now);
        Producer<byte[], byte[]> producer = connection.producer(now);
        if (producer != null && !broken && connection.mayTry(now)) {
            send(producer, now);
        }
    }

    /** Records that Kafka did not want, such as those larger than the topic allows; they are given up. */
    public long refusedRecords() {
        return refusedRecords;
    }

    /** Bytes that Kafka has not acknowledged, of all spools. */
    public long pendingBytes() {
        return lines.stream().mapToLong(line -> line.spool.pendingBytes()).sum();
    }

    /** Why records wait; empty when they flow. */
    public String trouble() {
        if (connection.trouble().isEmpty() && !underWay.isEmpty()) {
            long silent = System.nanoTime() - heardNanos;
            return silent > PATIENCE_NANOS
                    ? "Kafka has not acknowledged a record for " + silent / 1_000_000_000L + " s"
                    : "";
        }
        return connection.trouble();
    }

    /** Ends sending, waiting at most the given time for the producer. */
    public void close(Duration timeout) {
        connection.close(timeout);
        PendingSend unused = collectAcknowledged();
        lines.forEach(line -> line.spool.close());
    }

    private void collect(long now) {
        PendingSend failed = collectAcknowledged();
        if (failed != null) {
            connection.replace("Kafka did not take a record: " + failed.failure(), now);
            underWay.clear();
            bytesUnderWay = 0;
            broken = false;
            lines.forEach(Line::rewind);
        }
    }

    /** The oldest delivery that failed for good; null where all that are done went well. */
    private PendingSend collectAcknowledged() {
        PendingSend oldest = underWay.peek();
        // Each delivery is asked once whether it is done: it may become so at any moment, on another thread.
        while (oldest != null && oldest.done()) {
            if (oldest.refused()) {
                refused(oldest);
            } else if (oldest.failure() != null) {
                return oldest;
            } else {
                connection.succeeded();
            }
            oldest.acknowledge();
            bytesUnderWay -= oldest.bytes();
            heardNanos = System.nanoTime();
            underWay.poll();
            oldest = underWay.peek();
        }
        lines.removeIf(Line::finished);
        return null;
    }

    private void refused(PendingSend delivery) {
        refusedRecords++;
        LOG.log(
                Level.WARNING,
                "Kafka does not want a record of " + delivery.bytes() + " bytes, it is given up: "
                        + delivery.failure());
    }

    private void send(Producer<byte[], byte[]> producer, long now) {
        int left = RECORDS_IN_A_TURN;
        Set<String> unfinished = new HashSet<>();
        for (Line line : lines) {
            if (unfinished.contains(line.group)) {
                continue;
            }
            while (left > 0 && bytesUnderWay < MAX_BYTES_UNDER_WAY) {
                SpooledRecord record = line.next();
                if (record == null) {
                    break;
                }
                if (!send(producer, line, record, now)) {
                    return;
                }
                left--;
            }
            if (!line.growing && line.spool.pendingBytes() > 0) {
                unfinished.add(line.group);
            }
        }
    }

    /** False when the record did not leave and is to be sent again later. */
    private boolean send(Producer<byte[], byte[]> producer, Line line, SpooledRecord record, long now) {
        PendingSend delivery = new PendingSend(line.spool, record, producer);
        try {
            // The delivery is told by its callback.
            Future<?> unused = producer.send(new ProducerRecord<>(topic, record.key(), record.value()), delivery);
        } catch (RuntimeException e) {
            delivery.complete(e);
            broken = !delivery.refused();
        }
        if (delivery.mayBeOfferedAgain()) {
            line.keep(record);
            connection.failed(ProducerConnection.UNREACHABLE + delivery.failure(), now);
            return false;
        }
        if (underWay.isEmpty()) {
            heardNanos = now;
        }
        underWay.add(delivery);
        bytesUnderWay += delivery.bytes();
        return !broken;
    }

    /** A spool, and the record of it that could not be sent last time. */
    private static final class Line {
        private final Spool spool;
        private final String group;
        private final Runnable closed;

        private boolean growing;
        private SpooledRecord kept;

        Line(Spool spool, String group, boolean growing, Runnable closed) {
            this.spool = spool;
            this.group = group;
            this.closed = closed;
            this.growing = growing;
        }

        SpooledRecord next() {
            SpooledRecord record = kept == null ? spool.next() : kept;
            kept = null;
            return record;
        }

        void keep(SpooledRecord record) {
            kept = record;
        }

        void rewind() {
            kept = null;
            spool.rewind();
        }

        boolean finished() {
            if (growing) {
                return false;
            }
            spool.flush();
            if (spool.pendingBytes() > 0) {
                return false;
            }
            spool.close();
            closed.run();
            return true;
        }
    }
}
