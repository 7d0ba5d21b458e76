package io.gradwatch.benchmarks.agent;

/** State of Kafka, and of the agent's spool and queue, while the training thread calls the agent. */
public enum KafkaIs {
    /** Kafka takes everything. */
    UP,
    /** Nothing listens where Kafka should be: everything goes to the spool on the disk. */
    AWAY,
    /** As away, and the queue before it is full nearly always. */
    QUEUE_FULL
}
