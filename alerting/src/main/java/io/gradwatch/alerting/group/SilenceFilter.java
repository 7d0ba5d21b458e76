package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;

/** Silences and acknowledgements at the moment, as a test of alerts. */
public interface SilenceFilter {

    /** Nothing is held back. */
    SilenceFilter NOTHING = new SilenceFilter() {
        @Override
        public boolean silenced(Alert alert) {
            return false;
        }

        @Override
        public boolean acknowledged(Alert alert) {
            return false;
        }
    };

    /** True where a silence covers the alert as it stands now: nobody is told of it. */
    boolean silenced(Alert alert);

    /** True where somebody acknowledged the alert as it stands now: it is not repeated. */
    boolean acknowledged(Alert alert);
}
