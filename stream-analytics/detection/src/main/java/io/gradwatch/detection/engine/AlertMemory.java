package io.gradwatch.detection.engine;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;

/** The last alert of one detector in one run. A Flink POJO. */
public class AlertMemory {

    /** Id of the alert. */
    public String id = "";

    /** Number of its last transition. */
    public int revision;

    /** Whether it is open. */
    public boolean firing;

    /** Its severity. */
    public Severity severity = Severity.INFO;

    /** The last transition while it is open, as the topic has it; empty once it is resolved. */
    public byte[] alert = new byte[0];

    void keep(Alert transition) {
        id = transition.getId();
        revision = transition.getRevision();
        severity = transition.getSeverity();
        firing = true;
        alert = Topics.ALERTS.codec().encode(transition);
    }

    void resolve() {
        revision++;
        firing = false;
        alert = new byte[0];
    }

    Alert read() {
        try {
            return Topics.ALERTS.codec().decode(alert);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the kept alert " + id + " cannot be read", e);
        }
    }
}
