package io.gradwatch.alerting.notify.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Result of a request: an answer, or the reason why there is none.
 *
 * @param status of the answer; 0 where there is none
 * @param body of the answer, empty where there is none
 * @param retryAfter wait that the answer asked for, one hour at most
 * @param failure how the attempt ended without an answer; null where there is one
 */
public record HttpAnswer(int status, String body, Optional<Duration> retryAfter, Delivery failure) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_LENGTH = 100;

    /** Longest time for which a server can keep alerting quiet. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    static HttpAnswer failed(FailureReason reason, String detail) {
        return new HttpAnswer(0, "", Optional.empty(), Delivery.retry(reason, detail));
    }

    /** True where the status is 200 to 299. */
    public boolean successful() {
        return status >= 200 && status < 300;
    }

    /** The body as JSON; a missing node where it is none. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /**
     * The same answer where the wait is in the body, in seconds, and no header tells it.
     *
     * @param pointer place of the wait (RFC 6901)
     */
    public HttpAnswer withWaitAt(String pointer) {
        JsonNode seconds = json().at(pointer);
        if (retryAfter.isPresent() || !seconds.isNumber()) {
            return this;
        }
        long millis = (long) Math.ceil(Math.min(seconds.asDouble(), LONGEST_WAIT.toSeconds()) * 1_000);
        return new HttpAnswer(status, body, Optional.of(bounded(Duration.ofMillis(millis))), failure);
    }

    /** Meaning of the answer for a channel that takes a message with any status from 200 to 299. */
    public Delivery delivery() {
        return successful() ? Delivery.delivered() : failureDelivery();
    }

    /** Meaning of an answer without success, or of no answer: the same for every channel. */
    public Delivery failureDelivery() {
        if (failure != null) {
            return failure;
        }
        String detail = "HTTP " + status + (body.isBlank() ? "" : ": " + PlainText.oneLine(body, SHOWN_LENGTH));
        return switch (status) {
            case 429 -> Delivery.retry(FailureReason.RATE_LIMITED, detail, retryAfter);
            case 408 -> Delivery.retry(FailureReason.TIMEOUT, detail, retryAfter);
            case 401, 403 -> Delivery.rejected(FailureReason.AUTH_ERROR, detail);
            default ->
                status >= 500
                        ? Delivery.retry(FailureReason.SERVER_ERROR, detail, retryAfter)
                        : Delivery.rejected(FailureReason.CLIENT_ERROR, detail);
        };
    }

    /**
     * The wait of a header Retry-After, in seconds or as a date (RFC 9110, section 10.2.3); empty where it is neither.
     */
    static Optional<Duration> retryAfter(String header, Instant now) {
        String text = header.strip();
        try {
            Duration wait = text.matches("\\d{1,18}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(bounded(wait));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return bounded.isNegative() ? Duration.ZERO : bounded;
    }
}
