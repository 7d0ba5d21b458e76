package io.gradwatch.fleet.http.silence;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.access.Caller;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.silence.SilenceRow.Matcher;
import io.gradwatch.fleet.silence.SilenceService.NewSilence;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.SilenceRules;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The body of a request for a silence. What is missing is null. */
record SilenceRequest(
        @Described(value = "All of these must match an alert.", least = 1, most = 20)
        List<Matcher> matchers,

        @Described(
                value = "Author of the silence; the holder of the token where it is missing.",
                optional = true,
                most = 200)
        String createdBy,

        @Described(value = "Reason of the silence.", optional = true, most = 1_000)
        String comment,

        @Described(value = "Start, since 1970-01-01 UTC; at once where it is missing.", optional = true)
        Long startsMillis,

        @Described(value = "End, since 1970-01-01 UTC.", optional = true)
        Long endsMillis,

        @Described(value = "From the start to the end, in place of ends_millis.", optional = true)
        Long durationMillis) {

    private static final String EXPECTED = "{\"matchers\": [{\"field\": \"project\", \"pattern\": \"dig*\"}],"
            + " \"created_by\": \"ada\", \"comment\": \"why\", \"duration_millis\": 7200000}";

    private static final List<MatcherField> FIELDS = Arrays.stream(MatcherField.values())
            .filter(field -> field != MatcherField.UNKNOWN)
            .toList();

    /** Reads the body. */
    static SilenceRequest of(Context context) {
        return Bodies.read(context, SilenceRequest.class, EXPECTED);
    }

    /** The silence that is wanted, with an end. */
    NewSilence silence(Context context) {
        List<SilenceMatcher> all = silenceMatchers();
        if ((endsMillis == null) == (durationMillis == null)) {
            throw ApiException.badRequest(
                    "A silence always ends: exactly one of 'ends_millis' and 'duration_millis' must be given");
        }
        return new NewSilence(
                all,
                Caller.name(createdBy, context),
                comment == null ? "" : comment,
                instant("starts_millis", startsMillis),
                instant("ends_millis", endsMillis),
                durationMillis == null ? null : length());
    }

    /** The matchers, each of a field that there is. */
    List<SilenceMatcher> silenceMatchers() {
        if (matchers == null || matchers.isEmpty()) {
            throw ApiException.badRequest("'matchers' must say what to silence: a field and a pattern, at least one");
        }
        List<SilenceMatcher> all = new ArrayList<>();
        for (int i = 0; i < matchers.size(); i++) {
            Matcher matcher = matchers.get(i);
            if (matcher == null || matcher.field() == null || matcher.pattern() == null) {
                throw ApiException.badRequest("'matchers[" + i + "]' must have a 'field' and a 'pattern'");
            }
            all.add(new SilenceMatcher(field(i, matcher.field()), matcher.pattern()));
        }
        return all;
    }

    private static MatcherField field(int index, String name) {
        return FIELDS.stream()
                .filter(field -> SilenceRules.label(field).equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest("'matchers[" + index + "].field' was '" + name
                        + "' but must be one of "
                        + FIELDS.stream().map(SilenceRules::label).collect(Collectors.joining(", "))));
    }

    private static Instant instant(String field, Long millis) {
        if (millis != null && millis < 0) {
            throw ApiException.badRequest(
                    "'" + field + "' was '" + millis + "' but must be milliseconds since 1970-01-01 UTC");
        }
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private Duration length() {
        if (durationMillis < 1 || durationMillis > SilenceRules.LONGEST.toMillis()) {
            throw ApiException.badRequest("'duration_millis' was '" + durationMillis + "' but must be from 1 to "
                    + SilenceRules.LONGEST.toMillis() + ", " + SilenceRules.LONGEST.toDays() + " days");
        }
        return Duration.ofMillis(durationMillis);
    }
}
