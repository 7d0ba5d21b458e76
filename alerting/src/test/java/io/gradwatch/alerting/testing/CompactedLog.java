package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.standby.RowChange;
import io.gradwatch.alerting.standby.RowLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A log of rows as Kafka keeps it after compaction: the last change of each row, in the order of these. */
public final class CompactedLog {

    private final Map<List<Object>, RowChange> rows = new LinkedHashMap<>();
    private Writer owner;

    /** Gives the right to write to somebody new. */
    public Writer open() {
        owner = new Writer();
        return owner;
    }

    /** Its rows. */
    public List<RowChange> rows() {
        return List.copyOf(rows.values());
    }

    /** Somebody who may write until the log is opened by another one. */
    public final class Writer implements RowLog {

        private int transactions;
        private int last = Integer.MAX_VALUE;
        private boolean slow;
        private String abandoned;

        private Writer() {}

        /** Somebody else opens the log after so many further transactions, and much time passes. */
        public void losesAfter(int further) {
            last = transactions + further;
        }

        /** Each transaction takes longer from now on than a leader may be sure to lead. */
        public void becomesSlow() {
            slow = true;
        }

        /** Reason for which it was abandoned; null where it was not. */
        public String abandoned() {
            return abandoned;
        }

        @Override
        public void append(List<RowChange> changes) {
            requireOpen();
            for (RowChange change : changes) {
                List<Object> key = new ArrayList<>(change.key());
                key.add(change.table());
                rows.remove(key);
                change.columns().ifPresent(columns -> rows.put(key, change));
            }
            transactions++;
            if (transactions == last) {
                owner = null;
            }
        }

        @Override
        public void requireOpen() {
            if (owner != this) {
                throw new OutboxException("another instance leads now", null);
            }
        }

        @Override
        public void abandon(String why) {
            owner = null;
            abandoned = why;
        }

        @Override
        public boolean isCertain() {
            return transactions < last && !slow;
        }
    }
}
