package io.gradwatch.standalone.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetClient;
import io.gradwatch.standalone.fleet.FleetClient.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The fleet, as all other commands ask it. */
final class FleetSilenceBackend implements SilenceBackend {

    private static final int MOST = 1_000;
    private static final String STATE_OVER = "expired";

    private final FleetClient fleet;

    FleetSilenceBackend(FleetClient fleet) {
        this.fleet = fleet;
    }

    @Override
    public List<Silence> silences() {
        List<Silence> silences = new ArrayList<>();
        fleet.get("/silences", Map.of("limit", List.of(Integer.toString(MOST))))
                .path("silences")
                .forEach(silence -> silences.add(silence(silence)));
        return silences;
    }

    @Override
    public Added add(List<SilenceMatcher> matchers, ChangeAuthor person, Instant now, Duration length) {
        List<Map<String, String>> asked = matchers.stream()
                .map(matcher ->
                        Map.of("field", SilenceRules.label(matcher.getField()), "pattern", matcher.getPattern()))
                .toList();
        return checked(() -> {
            JsonNode made = fleet.post(
                    "/silences",
                    Map.of(
                            "matchers",
                            asked,
                            "created_by",
                            person.name(),
                            "comment",
                            person.comment(),
                            "duration_millis",
                            length.toMillis()));
            List<SilencedAlert> silenced = new ArrayList<>();
            fleet.post("/silences/preview", Map.of("matchers", asked))
                    .path("alerts")
                    .forEach(alert -> silenced.add(new SilencedAlert(
                            alert.path("id").asText(),
                            alert.path("severity").asText(),
                            alert.path("class").asText(),
                            alert.path("run_name").asText())));
            return new Added(silence(made), silenced);
        });
    }

    @Override
    public Optional<Silence> expire(String id, Instant now) {
        try {
            return Optional.of(silence(fleet.delete("/silences/" + FleetClient.encoded(id))));
        } catch (RefusedException e) {
            if (e.isUnknown()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<Acknowledgement> acknowledgements() {
        List<Acknowledgement> known = new ArrayList<>();
        fleet.list("/alerts", Map.of(), "alerts", Integer.MAX_VALUE).items().stream()
                .filter(alert -> alert.path("acknowledgement").isObject())
                .forEach(alert -> known.add(acknowledgement(alert)));
        return known;
    }

    @Override
    public Acknowledgement acknowledge(String alertId, ChangeAuthor person, Instant now) {
        return checked(() -> acknowledgement(
                fleet.post(path(alertId), Map.of("by", person.name(), "comment", person.comment(), "via", "command"))));
    }

    @Override
    public List<Acknowledgement> withdraw(String alertId) {
        JsonNode before = fleet.get("/alerts/" + FleetClient.encoded(alertId), Map.of());
        fleet.delete(path(alertId));
        return List.of(acknowledgement(before));
    }

    private static String path(String alertId) {
        return "/alerts/" + FleetClient.encoded(alertId) + "/acknowledgement";
    }

    /** A refused request is a mistake on the command line. */
    private static <T> T checked(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (RefusedException e) {
            if (e.isBadRequest()) {
                throw new IllegalArgumentException(Terminal.plain(e.getMessage()), e);
            }
            throw e;
        }
    }

    private static Silence silence(JsonNode from) {
        List<SilenceMatcher> matchers = new ArrayList<>();
        from.path("matchers")
                .forEach(matcher -> matchers.add(new SilenceMatcher(
                        field(matcher.path("field").asText()),
                        matcher.path("pattern").asText())));
        return new Silence(
                from.path("id").asText(),
                matchers,
                from.path("created_by").asText(),
                from.path("comment").asText(),
                from.path("starts_millis").asLong(),
                from.path("ends_millis").asLong(),
                from.path("state").asText().equals(STATE_OVER));
    }

    private static Acknowledgement acknowledgement(JsonNode alert) {
        JsonNode said = alert.path("acknowledgement");
        return new Acknowledgement(
                alert.path("id").asText(),
                severity(alert.path("severity").asText()),
                said.path("by").asText(),
                said.path("comment").asText(),
                said.path("at_millis").asLong(),
                said.path("via").asText());
    }

    private static MatcherField field(String label) {
        return Arrays.stream(MatcherField.values())
                .filter(field -> SilenceRules.label(field).equals(label))
                .findFirst()
                .orElse(MatcherField.UNKNOWN);
    }

    private static Severity severity(String label) {
        return Arrays.stream(Severity.values())
                .filter(severity -> SilenceRules.label(severity).equals(label))
                .findFirst()
                .orElse(Severity.WARNING);
    }
}
