package io.gradwatch.standalone.rules;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.NearestName;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An expected transition of an alert. An empty field matches anything.
 *
 * @param alertClass class of the alert
 * @param detector id of the detector that raises it
 * @param severity of the transition
 * @param state after the transition: firing, recovered or unrecovered
 * @param onset steps between which its onset must be
 * @param raised steps between which the transition must be made
 */
record Expectation(
        Optional<String> alertClass,
        Optional<String> detector,
        Optional<Severity> severity,
        AlertState state,
        Optional<StepRange> onset,
        Optional<StepRange> raised) {

    private static final List<DetectorSpec> SPECS = Detectors.load(Expectation.class.getClassLoader()).stream()
            .map(Detector::spec)
            .toList();
    private static final ConfigKey<String> CLASS =
            oneOf("class", (DetectorSpec spec) -> spec.alertClass().label(), "Class of the alert.");
    private static final ConfigKey<String> DETECTOR = oneOf("detector", DetectorSpec::id, "Id of the detector.");
    private static final ConfigKey<Severity> SEVERITY =
            ConfigKey.choice("severity", Severity.class, null, "Severity of the transition.");
    private static final ConfigKey<String> STATE =
            ConfigKey.text("state", lower(AlertState.FIRING), "Whether it fires, recovers or ends unrecovered.");
    private static final List<String> STATES =
            Arrays.stream(AlertState.values()).map(Expectation::lower).toList();

    static Expectation read(ConfigSection section) {
        if (!section.has(CLASS.name()) && !section.has(DETECTOR.name())) {
            section.problem(CLASS.name(), "is missing, and so is detector; one of them must say which alert is meant");
        }
        return new Expectation(
                Optional.ofNullable(section.get(CLASS)),
                Optional.ofNullable(section.get(DETECTOR)),
                Optional.ofNullable(section.get(SEVERITY)),
                state(section),
                StepRange.read(section, "onset-between"),
                StepRange.read(section, "raised-between"));
    }

    private static AlertState state(ConfigSection section) {
        String given = section.get(STATE);
        if (!STATES.contains(given)) {
            String nearest = NearestName.of(given, STATES);
            section.problem(
                    STATE.name(),
                    "was '" + given + "' but must be one of " + String.join(", ", STATES)
                            + (nearest == null ? "" : "; the nearest is " + nearest));
            return AlertState.FIRING;
        }
        return AlertState.valueOf(given.toUpperCase(Locale.ROOT));
    }

    private static String lower(AlertState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** True where a transition is the expected one. */
    boolean matches(Alert alert) {
        return alertClass.map(alert.getAlertClass()::equals).orElse(true)
                && detector.map(alert.getDetector()::equals).orElse(true)
                && severity.map(alert.getSeverity()::equals).orElse(true)
                && state == alert.getState()
                && onset.map(range -> range.contains(alert.getOnsetStep())).orElse(true)
                && raised.map(range -> range.contains(alert.getRaisedStep())).orElse(true);
    }

    /** As a person would say it: "critical nan by non-finite, onset 200 to 215". */
    @Override
    public String toString() {
        return (state == AlertState.FIRING ? "" : lower(state) + " ")
                + severity.map(given -> given.name().toLowerCase(Locale.ROOT) + " ")
                        .orElse("")
                + alertClass.orElse("alert")
                + detector.map(given -> " by " + given).orElse("")
                + onset.map(range -> ", onset " + range).orElse("")
                + raised.map(range -> ", raised " + range).orElse("");
    }

    private static ConfigKey<String> oneOf(String name, Function<DetectorSpec, String> part, String doc) {
        TreeSet<String> known = SPECS.stream().map(part).collect(Collectors.toCollection(TreeSet::new));
        return ConfigKey.text(name, null, doc).that(known::contains, "that is one of " + String.join(", ", known));
    }
}
