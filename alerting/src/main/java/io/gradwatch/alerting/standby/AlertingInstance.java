package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The working part of the service: alone with its outbox on the disk, or one of several with their state in Kafka. */
public abstract class AlertingInstance implements AutoCloseable {

    /** Work of an instance that notifies people, on its outbox. */
    public interface Work extends AutoCloseable {

        /** Trouble with it; empty when there is none. */
        Optional<String> check();

        @Override
        void close();
    }

    /** Parts of an instance that notifies people. */
    record Leading(Outbox outbox, Work work) {}

    /** Folder for the outbox, or the copy of the state. */
    final Path folder;

    /** Rules by which alerts become one incident. */
    final IncidentRules rules;

    /** Starts the work on an outbox. */
    final Function<Outbox, Work> work;

    /** Null while it does not lead. */
    volatile Leading leading;

    AlertingInstance(Path folder, IncidentRules rules, Function<Outbox, Work> work) {
        this.folder = folder;
        this.rules = rules;
        this.work = work;
    }

    /**
     * Starts; does not wait for Kafka.
     *
     * @throws OutboxException when the data folder cannot be used, or another service uses it
     */
    public abstract void start();

    /** Part that it plays at the moment, as in "leads since ...". */
    public abstract String role();

    @Override
    public abstract void close();

    /** Trouble; empty when all is well. */
    public Optional<String> check() {
        Leading now = leading;
        return now == null ? Optional.empty() : now.work().check();
    }

    /** Damage found since the start: sentences for a person. */
    public List<String> damage() {
        Leading now = leading;
        return now == null ? List.of() : now.outbox().damage();
    }

    /** Notifications in the outbox by status. */
    public Map<String, Integer> notifications() {
        Leading now = leading;
        try {
            return now == null ? Map.of() : now.outbox().countByStatus();
        } catch (OutboxException e) {
            if (now != leading) {
                // It stopped to lead in between.
                return Map.of();
            }
            throw e;
        }
    }

    /** True where it is the one that tells people. */
    public boolean leads() {
        return leading != null;
    }
}
