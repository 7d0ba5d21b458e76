package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of a request: an answer, or why there is none.
 *
 * @param status of the answer; 0 where there is none
 * @param body of the answer, empty where there is none
 * @param retryAfter what the answer asked for
 * @param failure how the attempt ended without an answer; null where there is one
 */
public record HttpAnswer(int status, String body, Optional<Duration> retryAfter, Delivery failure) {

    private static final int SHOWN_LENGTH = 100;

    static HttpAnswer failed(FailureReason reason, String detail) {
        return new HttpAnswer(0, "", Optional.empty(), Delivery.retry(reason, detail));
    }

    /** Whether the status is 200 to 299. */
    public boolean successful() {
        return status >= 200 && status < 300;
    }

    /** What an answer without success, or no answer, means: the same for every channel. */
    public Delivery failureDelivery() {
        if (failure != null) {
            return failure;
        }
        String detail = "HTTP " + status + (body.isBlank() ? "" : ": " + PlainText.oneLine(body, SHOWN_LENGTH));
        if (status == 429) {
            return Delivery.retry(FailureReason.RATE_LIMITED, detail, retryAfter);
        }
        if (status == 408) {
            return Delivery.retry(FailureReason.TIMEOUT, detail, retryAfter);
        }
        if (status >= 500) {
            return Delivery.retry(FailureReason.SERVER_ERROR, detail, retryAfter);
        }
        return status == 401 || status == 403
                ? Delivery.rejected(FailureReason.AUTH_ERROR, detail)
                : Delivery.rejected(FailureReason.CLIENT_ERROR, detail);
    }
}
