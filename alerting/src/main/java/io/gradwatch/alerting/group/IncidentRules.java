package io.gradwatch.alerting.group;

import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.schema.Alert;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rules by which alerts become one incident.
 *
 * @param window for how long after its last alert of a cause an incident takes in those of other runs; zero keeps runs
 *     apart
 * @param groupBy labels that alerts of one cause have in common
 * @param receivers names of the receivers that an alert goes to, as one text
 */
public record IncidentRules(Duration window, Set<AlertLabel> groupBy, Function<Alert, String> receivers) {

    /** Labels that alerts of one cause have in common, unless the configuration says otherwise. */
    public static final Set<AlertLabel> GROUP_BY = EnumSet.of(AlertLabel.KIND, AlertLabel.PROJECT, AlertLabel.HOST);

    /** The default rules with a window, where all alerts go to the same receivers. */
    public static IncidentRules within(Duration window) {
        return new IncidentRules(window, GROUP_BY, alert -> "");
    }

    /** The cause of an alert; all that is backlog of a project and a host is one. */
    public IncidentCause cause(Alert alert) {
        if (alert.getBacklog() || groupBy.equals(GROUP_BY)) {
            return IncidentCause.of(alert);
        }
        String labels = groupBy.stream()
                .sorted()
                .map(label -> label.label() + "=" + label.of(alert))
                .collect(Collectors.joining("\n"));
        return new IncidentCause(labels, "", "");
    }

    /** True where causes beyond a project on a host are looked for: with the default labels, and a window. */
    public boolean presumesSharedCauses() {
        return groupBy.equals(GROUP_BY) && !window.isZero();
    }
}
