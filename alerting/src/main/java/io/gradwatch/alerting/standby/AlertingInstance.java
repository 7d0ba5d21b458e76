package io.gradwatch.alerting.standby;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The working part of the service: alone with its outbox on the disk, or one of several with their state in Kafka. */
public interface AlertingInstance extends AutoCloseable {

    /** Work of an instance that notifies people, on its outbox. */
    interface Work extends AutoCloseable {

        /** Trouble with it; empty when there is none. */
        Optional<String> check();

        @Override
        void close();
    }

    /**
     * Starts; does not wait for Kafka.
     *
     * @throws io.gradwatch.alerting.outbox.store.OutboxException when the data folder cannot be used, or another
     *     service uses it
     */
    void start();

    /** Trouble; empty when all is well. */
    Optional<String> check();

    /** Damage found since the start: sentences for a person. */
    List<String> damage();

    /** Notifications in the outbox by status. */
    Map<String, Integer> notifications();

    /** True where it is the one that tells people. */
    boolean leads();

    /** Part that it plays at the moment, as in "leads since ...". */
    String role();

    @Override
    void close();
}
