package io.gradwatch.fleet.silence;

import io.gradwatch.schema.Silence;
import io.gradwatch.schema.silence.SilenceRules;
import io.gradwatch.schema.silence.SilenceState;
import java.time.Instant;
import java.util.List;

/**
 * A silence as it is answered.
 *
 * @param state {@code pending}, {@code active} or {@code expired}
 * @param matchers all of which match the alerts that it covers
 * @param createdBy who made it
 * @param comment why
 * @param startsMillis first moment at which it holds, since 1970-01-01 UTC
 * @param endsMillis first moment at which it holds no more, since 1970-01-01 UTC
 */
public record SilenceRow(
        String id,
        String state,
        List<Matcher> matchers,
        String createdBy,
        String comment,
        long startsMillis,
        long endsMillis) {

    /** A field of alerts and the pattern that it must match. */
    public record Matcher(String field, String pattern) {}

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
