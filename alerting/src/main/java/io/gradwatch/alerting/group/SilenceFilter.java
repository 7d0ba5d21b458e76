package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;

/** What is held back at the moment. */
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

    /** Whether nobody is to be told of the alert as it stands now. */
    boolean silenced(Alert alert);

    /** Whether somebody looks after the alert as it stands now, so that it is not repeated. */
    boolean acknowledged(Alert alert);
}
