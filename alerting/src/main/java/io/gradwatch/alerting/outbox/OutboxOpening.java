package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.OutboxSchema;
import io.gradwatch.alerting.outbox.store.SentJournal;
import io.gradwatch.alerting.outbox.store.UnreadableRows;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the outbox in a folder. Where the file turns out to be damaged while it is made ready, it is opened a second
 * time, which copies its rows or sets it aside.
 */
final class OutboxOpening {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxOpening.class);

    private OutboxOpening() {}

    static Outbox open(Path folder, IncidentRules rules) {
        OutboxFile file = OutboxFile.open(folder);
        try {
            return ready(file, folder, rules);
        } catch (RuntimeException e) {
            if (file.failure().isEmpty()) {
                throw e;
            }
            LOG.warn("{}; all of it is looked at", file.failure().get(), e);
        }
        return ready(OutboxFile.open(folder), folder, rules);
    }

    private static Outbox ready(OutboxFile file, Path folder, IncidentRules rules) {
        SentJournal journal = null;
        try {
            Database database = new Database(file.connection(), file);
            journal = SentJournal.open(folder);
            Outbox outbox = new Outbox(file, database, journal, rules);
            OutboxSchema.create(file.toString(), database);
            outbox.losses().find(file, database, new IntakePositions(database));
            new UnreadableRows(database, folder).setAside().ifPresent(outbox.losses()::damaged);
            outbox.recover();
            return outbox;
        } catch (RuntimeException e) {
            if (journal != null) {
                journal.close();
            }
            file.close();
            throw e;
        }
    }
}
