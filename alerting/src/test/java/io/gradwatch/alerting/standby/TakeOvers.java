package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.testing.CompactedLog;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import java.nio.file.Path;
import java.time.Instant;

/** Instances that lead in turn, each with an empty disk and the rows of one log. */
final class TakeOvers {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    private final Path folder;
    private final CompactedLog log = new CompactedLog();
    private CompactedLog.Writer writer;
    private int instances;

    /** @param folder of all instances, one below it for each */
    TakeOvers(Path folder) {
        this.folder = folder;
    }

    /** The outbox of the next instance. */
    Outbox next() {
        Replica replica = Replica.create(folder.resolve("instance-" + instances));
        writer = log.open();
        assertThat(replica.apply(log.rows())).isEmpty();
        Leader leader = new Leader("instance " + instances, NOW.plusMillis(instances));
        instances++;
        return replica.lead(writer, leader, IncidentRules.within(SimulatedAlerting.TIMING.causeWindow()));
    }

    /** Writer of the instance that leads. */
    CompactedLog.Writer writer() {
        return writer;
    }

    CompactedLog log() {
        return log;
    }

    /** Instances that led. */
    int count() {
        return instances;
    }
}
