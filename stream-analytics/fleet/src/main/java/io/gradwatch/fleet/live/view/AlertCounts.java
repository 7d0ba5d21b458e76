package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;

/** Alerts by severity. */
public record AlertCounts(
        @Described("Critical alerts.") int critical,
        @Described("Warnings.") int warning,
        @Described("Alerts of severity info.") int info) {

    /** None at all. */
    public static final AlertCounts NONE = new AlertCounts(0, 0, 0);

    /** One alert of a severity: {@code info}, {@code warning} or {@code critical}. */
    public static AlertCounts one(String severity) {
        return switch (severity) {
            case "critical" -> new AlertCounts(1, 0, 0);
            case "warning" -> new AlertCounts(0, 1, 0);
            default -> new AlertCounts(0, 0, 1);
        };
    }

    /** All severities together. */
    public int total() {
        return critical + warning + info;
    }

    /** Both together. */
    public AlertCounts plus(AlertCounts other) {
        return new AlertCounts(critical + other.critical, warning + other.warning, info + other.info);
    }

    /**
     * True where one of them is as grave as {@code severity} ({@code info}, {@code warning}, {@code critical}) or
     * graver.
     */
    public boolean reach(String severity) {
        return switch (severity) {
            case "critical" -> critical > 0;
            case "warning" -> critical + warning > 0;
            default -> critical + warning + info > 0;
        };
    }
}
