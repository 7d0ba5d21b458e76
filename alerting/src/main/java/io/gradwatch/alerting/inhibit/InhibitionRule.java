package io.gradwatch.alerting.inhibit;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Alert;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * While alerts fire that match the source, those that match the target, have the same labels and are no graver are not
 * told. An alert that matches both is never held back by the rule.
 *
 * @param source alerts that explain others
 * @param target alerts that they explain
 * @param equal labels that both must have in common, at least one; an alert that lacks one is not held back
 * @param leastRuns runs in which a source must fire, 1 or more
 */
public record InhibitionRule(AlertPattern source, AlertPattern target, Set<AlertLabel> equal, int leastRuns) {

    private static final ConfigKey<Integer> RUNS =
            ConfigKey.wholeNumber("runs", 1, 1, 1_000, "Runs in which a source must fire before the rule holds.");

    /** Reads a rule; problems are noted in its section. */
    static InhibitionRule from(ConfigSection section) {
        for (String required : List.of("source", "target")) {
            if (!section.has(required)) {
                section.problem(required, "is missing: it says which alerts, such as {class: crashed}");
            }
        }
        Set<AlertLabel> equal = labels(section, "equal", EnumSet.of(AlertLabel.RUN));
        return new InhibitionRule(
                AlertPattern.from(section.section("source")),
                AlertPattern.from(section.section("target")),
                equal,
                section.get(RUNS));
    }

    /** Reads a list of labels; problems are noted in the section. */
    public static Set<AlertLabel> labels(ConfigSection section, String key, Set<AlertLabel> missing) {
        List<String> names = section.texts(key);
        Set<AlertLabel> labels = EnumSet.noneOf(AlertLabel.class);
        List<String> known =
                List.of(AlertLabel.values()).stream().map(AlertLabel::label).toList();
        for (String name : names) {
            int index = known.indexOf(name);
            if (index < 0) {
                section.problem(key, "has '" + name + "' but the labels are " + String.join(", ", known));
            } else {
                labels.add(AlertLabel.values()[index]);
            }
        }
        return labels.isEmpty() ? missing : labels;
    }

    boolean isSource(Alert alert) {
        return source.matches(alert);
    }

    boolean isTarget(Alert alert) {
        return target.matches(alert) && !source.matches(alert);
    }

    /** Values of the labels that source and target have in common; empty where the alert lacks one. */
    Optional<List<String>> place(Alert alert) {
        List<String> values = new ArrayList<>();
        for (AlertLabel label : equal) {
            String value = label.of(alert);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(values);
    }
}
