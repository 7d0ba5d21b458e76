package io.gradwatch.alerting.route;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.util.List;

/**
 * Sends the alerts that match to receivers; all parts of the match must hold.
 *
 * @param severity the least severity
 * @param project pattern of the project
 * @param owner pattern of the owner
 * @param runName pattern of the run's name
 * @param alertClass pattern of the class of the fault
 * @param receivers names of the receivers
 * @param continues true where later routes are asked as well; otherwise the first that matches is the last
 */
public record AlertRoute(
        Severity severity,
        NamePattern project,
        NamePattern owner,
        NamePattern runName,
        NamePattern alertClass,
        List<String> receivers,
        boolean continues) {

    static final ConfigKey<Severity> SEVERITY =
            ConfigKey.choice("severity", Severity.class, Severity.WARNING, "The least severity that the route wants.");
    static final ConfigKey<NamePattern> PROJECT = pattern("project", "Pattern of the project.");
    static final ConfigKey<NamePattern> OWNER = pattern("owner", "Pattern of the owner.");
    static final ConfigKey<NamePattern> RUN = pattern("run", "Pattern of the name of the run.");
    static final ConfigKey<NamePattern> CLASS = pattern("class", "Pattern of the class of the fault, such as nan.");
    static final ConfigKey<Boolean> CONTINUE =
            ConfigKey.flag("continue", false, "Whether later routes are asked as well once this one matched.");

    /** A route for every alert of at least this severity. */
    public static AlertRoute atLeast(Severity severity, List<String> receivers, boolean continues) {
        return new AlertRoute(
                severity, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY, NamePattern.ANY, receivers, continues);
    }

    /** Reads a route; problems are noted in its section. */
    static AlertRoute from(ConfigSection section, List<String> known) {
        ConfigSection match = section.section("match");
        List<String> receivers = section.texts("receivers");
        if (receivers.isEmpty()) {
            section.problem("receivers", "must be a list of at least one receiver");
        }
        for (String name : receivers) {
            if (!known.contains(name)) {
                section.problem("receivers", "has '" + name + "' but the receivers are " + String.join(", ", known));
            }
        }
        return new AlertRoute(
                match.get(SEVERITY),
                match.get(PROJECT),
                match.get(OWNER),
                match.get(RUN),
                match.get(CLASS),
                receivers,
                section.get(CONTINUE));
    }

    /** @param alertSeverity the severity to go by, the worst that the alert had */
    boolean matches(Alert alert, Severity alertSeverity) {
        return alertSeverity.compareTo(severity) >= 0
                && project.matches(alert.getProject())
                && owner.matches(alert.getOwner())
                && runName.matches(alert.getRunName())
                && alertClass.matches(alert.getAlertClass());
    }

    private static ConfigKey<NamePattern> pattern(String name, String doc) {
        String range = "a name with * and ?, or a regular expression between slashes";
        return new ConfigKey<>(name, range, NamePattern.ANY, doc, NamePattern::of);
    }
}
