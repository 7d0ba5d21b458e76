package io.gradwatch.silence;

import io.gradwatch.schema.Silence;
import java.time.Instant;
import java.util.Locale;

/** State of a silence at a moment. */
public enum SilenceState {
    /** It begins later. */
    PENDING,
    /** It holds. */
    ACTIVE,
    /** It is over, by time or because somebody ended it. */
    EXPIRED;

    /** The state of a silence at {@code now}: it holds from its start to before its end. */
    public static SilenceState of(Silence silence, Instant now) {
        long millis = now.toEpochMilli();
        if (silence.getExpired() || millis >= silence.getEndsAtMillis()) {
            return EXPIRED;
        }
        return millis < silence.getStartsAtMillis() ? PENDING : ACTIVE;
    }

    /** The word for it, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
