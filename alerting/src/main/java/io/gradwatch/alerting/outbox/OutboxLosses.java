package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.topic.DamagedRange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Losses of an outbox since it was closed, and what is read again for that. */
public final class OutboxLosses {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxLosses.class);

    private final String outbox;
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private final Set<Integer> readAgain = ConcurrentHashMap.newKeySet();
    private boolean lost;

    /** @param outbox its name in sentences */
    OutboxLosses(String outbox) {
        this.outbox = outbox;
    }

    /** Finds what the file has lost, and notes it. */
    void find(OutboxFile file, Database database, IntakePositions positions) {
        file.damage().ifPresent(this::damaged);
        long marked = file.mark().found();
        // The transaction that makes the tables is in it already.
        long found = database.read(database::lastTransaction) - 1;
        if (found < marked) {
            damaged("the outbox " + outbox + " has lost the last " + (marked - found) + " of its " + marked
                    + " transactions; what they held is read again from the topic of alerts, and may be told twice");
        }
        if (found < marked || file.damage().isPresent()) {
            database.transaction(() -> {
                positions.lost(Math.max(0, marked - found));
                database.update("UPDATE transactions SET number = ?", Math.max(marked, found));
                return null;
            });
        }
        lost = database.read(positions::areLost);
    }

    /** Finds that the log of rows that it was copied from holds no position: it is new, or has lost what it held. */
    public void find(Database database, IntakePositions positions) {
        lost = database.read(positions::all).isEmpty();
    }

    /** Sentences for a person. */
    List<String> damage() {
        return List.copyOf(damage);
    }

    /** True where it became an older one since it was closed, or earlier and no position was set since. */
    public boolean hasLost() {
        return lost;
    }

    /**
     * Notes that it is older than what Kafka says was read of the topic of alerts. That is said once of each partition,
     * not at each connection until it has caught up.
     */
    public void readsAgain(int partition, long records) {
        if (readAgain.add(partition)) {
            damaged("the outbox " + outbox + " is " + records + " records of partition " + partition
                    + " older than what was read of the topic of alerts: they are read again, and may be told twice");
        }
    }

    /** Notes that records of the topic of alerts cannot be read, which their consumer logs. */
    public void passesOver(DamagedRange range) {
        damage.add(range + "; the alerts in them are told to nobody");
    }

    /** Notes damage that was found, a sentence for a person. */
    public void damaged(String sentence) {
        LOG.error("{}", sentence);
        damage.add(sentence);
    }
}
