package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.fault.AlertClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Causes beyond a project on a host, which are presumed once several of its causes were met within the window. The
 * numbers are own choices: with fewer, a message for each is no flood.
 */
public enum SharedCause {
    /** The host died, or lost its network: runs of several projects on it give no sign of life any more. */
    HOST(EnumSet.of(AlertClass.SILENT, AlertClass.CRASHED, AlertClass.HUNG), 3, 1),
    /**
     * Storage or network that many hosts use fails: many runs are slow or silent at once. Jobs crash and hang for
     * reasons of their own, in a large fleet all day.
     */
    INFRASTRUCTURE(EnumSet.of(AlertClass.SLOW, AlertClass.SILENT), 5, 3);

    private final Set<AlertClass> classes;
    private final int leastCauses;
    private final int leastHosts;

    /**
     * @param classes of the alerts that it brings
     * @param leastCauses projects on hosts that it must have hit
     * @param leastHosts hosts that it must have hit
     */
    SharedCause(Set<AlertClass> classes, int leastCauses, int leastHosts) {
        this.classes = classes;
        this.leastCauses = leastCauses;
        this.leastHosts = leastHosts;
    }

    /** Labels of the classes of alerts that it brings. */
    public Set<String> classes() {
        return classes.stream().map(AlertClass::label).collect(Collectors.toCollection(TreeSet::new));
    }

    /** True where so many projects on so many hosts are enough to presume it. */
    public boolean presumed(int causes, int hosts) {
        return causes >= leastCauses && hosts >= leastHosts;
    }

    /**
     * The cause of an alert, if it is this one. Receivers are told apart, since who was not told of it yet must not
     * wait for those who were.
     *
     * @param receivers whom the alert goes to, as one text
     * @return empty for an alert that it does not bring, one of the backlog, or one without a host
     */
    public Optional<IncidentCause> of(Alert alert, String receivers) {
        boolean brings =
                AlertClass.of(alert.getAlertClass()).filter(classes::contains).isPresent();
        if (!brings || alert.getBacklog() || alert.getHost().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                this == HOST
                        ? new IncidentCause("shared:host", receivers, alert.getHost())
                        : new IncidentCause("shared:" + alert.getAlertClass(), receivers, ""));
    }
}
