package io.gradwatch.benchmarks.agent;

/** How the agent's ways out are while the training thread calls it. */
public enum KafkaIs {
    /** Kafka takes everything. */
    UP,
    /** Nothing listens where Kafka should be: everything goes to the spool on the disk. */
    AWAY,
    /** As away, and the queue before it is full nearly always. */
    QUEUE_FULL
}
