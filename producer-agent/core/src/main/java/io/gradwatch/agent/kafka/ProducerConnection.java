package io.gradwatch.agent.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The one producer, made and replaced on a thread of its own: making one resolves host names, and closing one waits for
 * its sender, either of which can take seconds. A new one is made only when the old one is closed, so that no record of
 * the old one comes after one of the new.
 */
final class ProducerConnection {

    private static final System.Logger LOG = System.getLogger(ProducerConnection.class.getName());

    /** The first contact may take a few attempts; what lasts longer is told. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** Start of the reason that is gone once there is a connection. */
    static final String UNREACHABLE = "Kafka cannot be reached: ";

    private static final long TOPIC_RETRY_MILLIS = 200;

    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> factory;
    private final Backoff backoff = new Backoff();
    private Producer<byte[], byte[]> current;
    private Producer<byte[], byte[]> outgoing;
    private CompletableFuture<Producer<byte[], byte[]>> coming;
    private String trouble = "";
    /** Reason of the connecting thread to wait; empty when there is none. */
    private volatile String waitingFor = "";

    private volatile boolean closed;
    private long troubleSinceNanos;
    private boolean warned;

    ProducerConnection(String topic, Supplier<Producer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.factory = factory;
    }

    /** The producer, or null while there is none; never waits. */
    Producer<byte[], byte[]> producer(long nowNanos) {
        if (current == null && coming == null && backoff.isOver(nowNanos)) {
            coming = make(outgoing);
            outgoing = null;
        }
        if (coming != null && coming.isDone()) {
            take(nowNanos);
        }
        if (coming != null && !waitingFor.isEmpty()) {
            trouble(waitingFor, nowNanos);
        }
        return current;
    }

    private void take(long nowNanos) {
        try {
            current = coming.join();
            if (trouble.startsWith(UNREACHABLE)) {
                trouble = "";
            }
        } catch (CompletionException e) {
            failed("no Kafka producer could be made: " + innermost(e), nowNanos);
        } finally {
            coming = null;
        }
    }

    private CompletableFuture<Producer<byte[], byte[]>> make(Producer<byte[], byte[]> old) {
        CompletableFuture<Producer<byte[], byte[]>> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        closeNow(old);
                        made.complete(connected(factory.get()));
                    } catch (Throwable e) {
                        made.completeExceptionally(e);
                    }
                },
                "gradwatch-agent-connect");
        thread.setDaemon(true);
        // Kafka loads the classes that its properties name with the thread's loader, which may be the job's.
        thread.setContextClassLoader(ProducerConnection.class.getClassLoader());
        thread.start();
        return made;
    }

    /**
     * The producer, once it knows the topic: a send would wait for that on the agent's thread, which has a queue to
     * drain.
     */
    private Producer<byte[], byte[]> connected(Producer<byte[], byte[]> producer) throws InterruptedException {
        boolean knowsTopic = false;
        try {
            while (!knowsTopic && !closed) {
                try {
                    producer.partitionsFor(topic);
                    knowsTopic = true;
                } catch (TimeoutException e) {
                    waitingFor = UNREACHABLE + "it does not answer, or has no topic " + topic;
                    Thread.sleep(TOPIC_RETRY_MILLIS);
                }
            }
        } finally {
            waitingFor = "";
            if (!knowsTopic) {
                closeNow(producer);
            }
        }
        return producer;
    }

    /** Gives the producer up; another one is made after a wait. */
    void replace(String reason, long nowNanos) {
        LOG.log(Level.INFO, "A new Kafka producer is made: " + reason);
        outgoing = current;
        current = null;
        failed(reason, nowNanos);
    }

    /** Kafka acknowledged a record. */
    void succeeded() {
        if (warned) {
            LOG.log(Level.INFO, "Kafka acknowledges records again.");
        }
        warned = false;
        trouble = "";
        backoff.succeeded();
    }

    /** Nothing can be sent for now. */
    void failed(String reason, long nowNanos) {
        trouble(reason, nowNanos);
        backoff.failed(nowNanos);
    }

    private void trouble(String reason, long nowNanos) {
        if (trouble.isEmpty()) {
            troubleSinceNanos = nowNanos;
        }
        trouble = reason;
        if (!warned && nowNanos - troubleSinceNanos >= PATIENCE_NANOS) {
            LOG.log(Level.WARNING, "Records wait in the spool: " + reason);
            warned = true;
        }
    }

    boolean mayTry(long nowNanos) {
        return backoff.isOver(nowNanos);
    }

    /** Why nothing is sent; empty when nothing is wrong. */
    String trouble() {
        return trouble;
    }

    /** Ends the producer, waiting for what it does for at most the given time. */
    void close(Duration timeout) {
        closed = true;
        if (coming != null) {
            CompletableFuture<?> unused = coming.thenAccept(ProducerConnection::closeNow);
        }
        if (current != null) {
            current.close(timeout);
        }
        closeNow(outgoing);
    }

    private static void closeNow(Producer<byte[], byte[]> producer) {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    private static Throwable innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
