package io.gradwatch.alerting.summary;

import java.util.Locale;

/** Stretch of time of which a summary is sent. */
public enum SummaryPeriod {
    DAY("Daily", 1),
    WEEK("Weekly", 7);

    private final String adjective;
    private final int days;

    SummaryPeriod(String adjective, int days) {
        this.adjective = adjective;
        this.days = days;
    }

    /** First word of a title. */
    public String adjective() {
        return adjective;
    }

    /** Length in days of the calendar. */
    public int days() {
        return days;
    }

    /** As the configuration and the webhook spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
