package io.gradwatch.alerting.route;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.config.NearestName;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers who would be told of an alert and when, without telling anybody. */
public final class RouteTrial {

    private static final List<String> LABELS =
            List.of("severity", "project", "owner", "run", "class", "detector", "host");

    private final RoutingTable routes;
    private final ZoneId timeZone;

    /**
     * @param routes to try
     * @param timeZone in which times are written
     */
    public RouteTrial(RoutingTable routes, ZoneId timeZone) {
        this.routes = routes;
        this.timeZone = timeZone;
    }

    /**
     * Receivers and times in sentences, one for each receiver and level of escalation.
     *
     * @param labels such as {@code severity=critical,project=llm-a}; those that are missing are empty, the severity is
     *     critical
     * @throws IllegalArgumentException when a label is not known
     */
    public List<String> of(String labels, Instant now) {
        AlertChange change = new AlertChange(alert(read(labels), now), null);
        List<AlertRoute> matching = routes.matching(change);
        if (matching.isEmpty()) {
            return List.of("no route wants it");
        }
        List<String> answer = new ArrayList<>();
        routes.holds(change, now).forEach((receiver, hold) -> answer.add(receiver + ": " + when(hold)));
        for (Escalation.Level level : routes.escalation(change).levels()) {
            answer.add(String.join(", ", level.receivers()) + ": where nobody acknowledges it for "
                    + minutes(level.after()));
        }
        return answer;
    }

    private String when(Optional<RouteTimes.Hold> hold) {
        return hold.map(held -> (held.digest() ? "in a digest at " : "at ")
                        + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                held.until().atZone(timeZone)))
                .orElse("at once");
    }

    private static String minutes(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }

    private static Map<String, String> read(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String label = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            if (equals < 0 || !LABELS.contains(label)) {
                throw new IllegalArgumentException("'" + part + "' is no label with a value" + nearest(label)
                        + ": the labels are " + String.join(", ", LABELS)
                        + "; a team follows from owner and project, a kind from class");
            }
            labels.put(label, part.substring(equals + 1).strip());
        }
        return labels;
    }

    private static String nearest(String label) {
        String nearest = LABELS.contains(label) ? null : NearestName.of(label, LABELS);
        return nearest == null ? "" : ", the nearest is " + nearest;
    }

    private static Severity severity(String text) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no severity: they are "
                        + Arrays.stream(Severity.values())
                                .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static Alert alert(Map<String, String> labels, Instant now) {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ALERTS.codec();
        return Alert.newBuilder()
                .setId("trial")
                .setDetector(labels.getOrDefault("detector", ""))
                .setAlertClass(labels.getOrDefault("class", ""))
                .setSeverity(severity(labels.getOrDefault("severity", "critical")))
                .setState(AlertState.FIRING)
                .setRunId(labels.getOrDefault("run", ""))
                .setRunName(labels.getOrDefault("run", ""))
                .setProject(labels.getOrDefault("project", ""))
                .setOwner(labels.getOrDefault("owner", ""))
                .setHost(labels.getOrDefault("host", ""))
                .setOnsetStep(0)
                .setRaisedStep(0)
                .setRaisedTimeMillis(now.toEpochMilli())
                .setSummary("")
                .build();
    }
}
