package io.gradwatch.alerting.inhibit;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Pattern of alerts; all parts must match.
 *
 * @param severity the least severity
 * @param labels patterns of labels; that of the run is compared with its name and its id
 */
public record AlertPattern(Severity severity, Map<AlertLabel, NamePattern> labels) {

    private static final ConfigKey<Severity> SEVERITY =
            ConfigKey.choice("severity", Severity.class, Severity.INFO, "The least severity of the alerts.");

    private static final List<ConfigKey<NamePattern>> LABELS =
            List.of(AlertLabel.values()).stream().map(AlertPattern::key).toList();

    /** Alerts of these classes, of any severity. */
    static AlertPattern classes(String pattern) {
        return new AlertPattern(Severity.INFO, Map.of(AlertLabel.CLASS, NamePattern.of(pattern)));
    }

    /** Reads a pattern; problems are noted in its section. */
    public static AlertPattern from(ConfigSection section) {
        return from(section, SEVERITY);
    }

    /** Reads a pattern whose severity has a default of its own. */
    public static AlertPattern from(ConfigSection section, ConfigKey<Severity> least) {
        Map<AlertLabel, NamePattern> labels = new EnumMap<>(AlertLabel.class);
        for (AlertLabel label : AlertLabel.values()) {
            ConfigKey<NamePattern> key = LABELS.get(label.ordinal());
            if (section.has(key.name())) {
                labels.put(label, section.get(key));
            }
        }
        return new AlertPattern(section.get(least), labels);
    }

    /** True where all parts match the alert as it stands. */
    public boolean matches(Alert alert) {
        return matches(alert, alert.getSeverity());
    }

    /** @param alertSeverity the severity to go by */
    public boolean matches(Alert alert, Severity alertSeverity) {
        return alertSeverity.compareTo(severity) >= 0
                && labels.entrySet().stream().allMatch(part -> matches(part.getKey(), part.getValue(), alert));
    }

    private static boolean matches(AlertLabel label, NamePattern pattern, Alert alert) {
        return label == AlertLabel.RUN
                ? pattern.matches(alert.getRunName()) || pattern.matches(alert.getRunId())
                : pattern.matches(label.of(alert));
    }

    private static ConfigKey<NamePattern> key(AlertLabel label) {
        String name = label.label();
        return new ConfigKey<>(
                name, NamePattern.EXPECTED, NamePattern.ANY, "Pattern of the " + name + ".", NamePattern::of);
    }
}
