package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxException;

/** Certainty that no other instance has taken over. Called under the lock of the outbox. */
final class Certainty {

    /** A second one, since the first one may have waited for something that is over. */
    private static final int CONFIRMATIONS = 2;

    private final Database database;

    Certainty(Database database) {
        this.database = database;
    }

    /**
     * Makes a transaction where the last one is too long ago.
     *
     * @throws OutboxException when another instance has taken over, or transactions take so long that nobody can be
     *     sure
     */
    void confirm() {
        for (int attempt = 0; attempt < CONFIRMATIONS && !database.isCertain(); attempt++) {
            database.transaction(() -> database.update("UPDATE leaders SET confirmations = confirmations + 1"));
        }
        if (!database.isCertain()) {
            String why = "Kafka is too slow: each of " + CONFIRMATIONS
                    + " transactions took longer than this instance may be sure to lead";
            database.abandon(why);
            throw new OutboxException(why, null);
        }
    }
}
