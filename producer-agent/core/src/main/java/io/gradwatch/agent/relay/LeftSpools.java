package io.gradwatch.agent.relay;

import io.gradwatch.agent.relay.RelayedSession.Past;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Spools that dead processes left, opened, and the numbers of their sessions. Made on any thread, for the relay's. */
public final class LeftSpools {

    private static final System.Logger LOG = System.getLogger(LeftSpools.class.getName());

    private final Map<Long, Past> past = new HashMap<>();
    private final List<FileSpool> spools;

    /** @param search opens the spools, and shows each to the consumer that it is given */
    LeftSpools(Function<Consumer<FileSpool>, List<FileSpool>> search) {
        spools = search.apply(this::remember);
    }

    /** Also of sessions of which Kafka has everything. */
    Map<Long, Past> past() {
        return past;
    }

    /** Those that hold records for Kafka, oldest first. */
    List<FileSpool> spools() {
        return spools;
    }

    private void remember(FileSpool spool) {
        byte[] newest = spool.newest();
        if (newest != null) {
            try {
                Telemetry last = Topics.TELEMETRY.codec().decode(newest);
                Origin origin = last.getOrigin();
                boolean ended = last.getEvent() instanceof RunEnded;
                past.put(spool.session(), new Past(identity(origin), origin.getSequence() + 1, ended));
            } catch (UnreadableRecordException e) {
                LOG.log(Level.WARNING, "The end of a spool that was left cannot be read: " + e.getMessage());
            }
        }
    }

    private static RunIdentity identity(Origin origin) {
        return new RunIdentity(origin.getRunId(), origin.getAttempt(), origin.getRank(), origin.getSession());
    }
}
