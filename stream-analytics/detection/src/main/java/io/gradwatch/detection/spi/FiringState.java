package io.gradwatch.detection.spi;

import io.gradwatch.schema.Severity;
import java.util.function.Supplier;

/**
 * State of a detector that remembers no more than its alert. One that remembers more extends it. A plain state of 2
 * bytes.
 */
public class FiringState {

    /** Severity of the open alert, null while there is none. */
    public Severity open;

    /** True if the alert is open. */
    public boolean firing() {
        return open != null;
    }

    /** Fires, unless an alert as severe is open. */
    public Verdict fire(Finding.Builder finding) {
        return fire(finding.severity(), () -> finding);
    }

    /** The same of a finding that is made only where it fires. */
    public Verdict fire(Severity severity, Supplier<Finding.Builder> finding) {
        if (open != null && open.compareTo(severity) >= 0) {
            return Verdict.UNCHANGED;
        }
        open = severity;
        return Verdict.firing(finding.get());
    }

    /** Ends the open alert where it is over. */
    public Verdict clearIf(boolean over) {
        if (!over || open == null) {
            return Verdict.UNCHANGED;
        }
        open = null;
        return Verdict.CLEARED;
    }
}
