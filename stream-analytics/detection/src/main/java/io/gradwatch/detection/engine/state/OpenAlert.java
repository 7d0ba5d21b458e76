package io.gradwatch.detection.engine.state;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;

/** The last alert of one family in one run. A plain state. */
public class OpenAlert {

    /** Id of the alert. */
    public String id = "";

    /** Number of its last transition. */
    public int revision;

    /** True if it is open. */
    public boolean firing;

    /** True if it is held back while it is a consequence of another one. */
    public boolean held;

    /** Name of the family that the judge must find likely before it is published; empty where it need not. */
    public String awaits = "";

    /** True where it is reported in the words of the judge, for want of a witness. */
    public boolean judged;

    /** Its severity. */
    public Severity severity = Severity.INFO;

    /** Its class. */
    public String alertClass = "";

    /** Ids of the detectors that see it now. */
    public List<String> seenBy = new ArrayList<>();

    /** The last transition while it is open or held, as the topic has it; empty once it has ended. */
    public byte[] alert = new byte[0];

    public void keep(Alert transition) {
        id = transition.getId();
        revision = transition.getRevision();
        severity = transition.getSeverity();
        alertClass = transition.getAlertClass();
        firing = true;
        held = false;
        awaits = "";
        alert = Topics.ALERTS.codec().encode(transition);
    }

    /** @param family name of the family that the judge must find likely, empty where it is a consequence */
    public void hold(Alert heldBack, String family) {
        held = true;
        awaits = family;
        alert = Topics.ALERTS.codec().encode(heldBack);
    }

    public void seenBy(String detector) {
        if (!seenBy.contains(detector)) {
            seenBy.add(detector);
        }
    }

    public void end() {
        revision++;
        forget();
    }

    public void forget() {
        firing = false;
        held = false;
        awaits = "";
        judged = false;
        seenBy.clear();
        alert = new byte[0];
    }

    public Alert read() {
        try {
            return Topics.ALERTS.codec().decode(alert);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the kept alert " + id + " cannot be read", e);
        }
    }
}
