package io.gradwatch.alerting.notify.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header Retry-After: seconds or an HTTP date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** A server cannot keep us quiet for longer than this. */
    static final Duration MAXIMUM = Duration.ofHours(1);

    private RetryAfter() {}

    /** How long to wait, zero up to {@link #MAXIMUM}; empty where the header cannot be read. */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        try {
            if (text.matches("\\d{1,18}")) {
                return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
            }
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(bounded(Duration.between(now, date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAXIMUM) > 0 ? MAXIMUM : wait;
    }
}
