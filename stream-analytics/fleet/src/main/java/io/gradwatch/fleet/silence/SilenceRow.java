package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.silence.SilenceState;
import java.time.Instant;
import java.util.List;

/** A silence as it is answered. */
@Described(name = "Silence")
public record SilenceRow(
        @Described("Id of the silence.") String id,

        @Described(value = "State of the silence.", oneOf = SilenceState.class)
        String state,

        @Described("All of these match the alerts that it covers.")
        List<Matcher> matchers,

        @Described("Author.") String createdBy,
        @Described("Reason of the silence.") String comment,
        @Described("Start, since 1970-01-01 UTC.") long startsMillis,
        @Described("End, since 1970-01-01 UTC.") long endsMillis) {

    /** A field of alerts and the pattern that it must match. */
    @Described(name = "SilenceMatcher")
    public record Matcher(
            @Described(
                    value = "Field of the alert; run is the name or the id of the run.",
                    words = {"run", "project", "owner", "class", "detector", "severity"})
            String field,

            @Described(value = "A name with * and ?, or a regular expression between slashes.", least = 1, most = 500)
            String pattern) {}

    /** A silence as it stands at {@code now}. */
    static SilenceRow of(Silence silence, Instant now) {
        return new SilenceRow(
                silence.getId(),
                SilenceState.of(silence, now).label(),
                silence.getMatchers().stream()
                        .map(matcher -> new Matcher(SilenceRules.label(matcher.getField()), matcher.getPattern()))
                        .toList(),
                silence.getCreatedBy(),
                silence.getComment(),
                silence.getStartsAtMillis(),
                silence.getEndsAtMillis());
    }
}
