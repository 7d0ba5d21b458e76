package io.gradwatch.alerting.notify.spi;

import java.time.Duration;
import java.util.Optional;

/** Outcome of an attempt to send. */
public sealed interface Delivery {

    /**
     * The channel took the message.
     *
     * @param reference what later messages of the run may refer to, such as Slack's {@code ts}; empty where there is
     *     none
     */
    record Delivered(String reference) implements Delivery {}

    /**
     * It may work later.
     *
     * @param reason for the counters
     * @param detail a sentence for the log, without secrets
     * @param after how long the channel asked to wait, if it did
     */
    record Retry(FailureReason reason, String detail, Optional<Duration> after) implements Delivery {}

    /**
     * It never will as things are: wrong credentials, no such channel, a message that is refused.
     *
     * @param reason for the counters
     * @param detail a sentence for the log, without secrets
     */
    record Rejected(FailureReason reason, String detail) implements Delivery {}

    /** Delivered, with nothing to refer to. */
    static Delivery delivered() {
        return new Delivered("");
    }

    /** Delivered, with a reference for later messages of the run. */
    static Delivery delivered(String reference) {
        return new Delivered(reference);
    }

    /** To be tried again, whenever. */
    static Delivery retry(FailureReason reason, String detail) {
        return new Retry(reason, detail, Optional.empty());
    }

    /** To be tried again not before {@code after}. */
    static Delivery retry(FailureReason reason, String detail, Optional<Duration> after) {
        return new Retry(reason, detail, after);
    }

    /** Given up. */
    static Delivery rejected(FailureReason reason, String detail) {
        return new Rejected(reason, detail);
    }
}
