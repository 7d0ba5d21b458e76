package io.gradwatch.agent.kafka;

import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.SpooledRecord;
import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/** A record under way to Kafka. The producer's thread says how it went, the agent's thread asks. */
final class PendingSend implements Callback {

    private final Spool spool;
    private final SpooledRecord record;
    private final Producer<byte[], byte[]> producer;
    private final Thread agentThread = Thread.currentThread();
    private volatile boolean done;
    private boolean taken = true;
    private Exception failure;

    /** @param producer that the record is handed to */
    PendingSend(Spool spool, SpooledRecord record, Producer<byte[], byte[]> producer) {
        this.spool = spool;
        this.record = record;
        this.producer = producer;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
        if (Thread.currentThread() == agentThread) {
            taken = exception == null;
        } else if (exception != null && !isRefusal(exception)) {
            // Later records must not overtake this one: the producer sends nothing more.
            producer.close(Duration.ZERO);
        }
        complete(exception);
    }

    /** Result: null when Kafka has the record. */
    void complete(Exception exception) {
        failure = exception;
        done = true;
    }

    /** True when the producer could not take the record for want of metadata or room: it may be offered again. */
    boolean mayBeOfferedAgain() {
        return done && !taken && failure instanceof TimeoutException;
    }

    boolean done() {
        return done;
    }

    /** Null when Kafka has the record. */
    Exception failure() {
        return failure;
    }

    /** True when it is this record, and not the connection, that Kafka does not want. */
    boolean refused() {
        return failure != null && isRefusal(failure);
    }

    int bytes() {
        return record.value().length;
    }

    void acknowledge() {
        spool.acknowledge(record);
    }

    private static boolean isRefusal(Exception exception) {
        return exception instanceof RecordTooLargeException
                || exception instanceof RecordBatchTooLargeException
                || exception instanceof SerializationException
                || exception instanceof InvalidRecordException;
    }
}
