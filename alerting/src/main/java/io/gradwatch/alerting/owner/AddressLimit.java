package io.gradwatch.alerting.owner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bound of the mails to an owner: a job may claim anybody as its owner, and many may. What is known of it ends with the
 * process. Used by one thread.
 */
public final class AddressLimit {

    /** Most mails to an owner in {@link #WITHIN}. Own choices. */
    public static final int MOST_MAILS = 20;

    static final Duration WITHIN = Duration.ofHours(1);

    /** Most addresses whose mails are counted: those that were written to last. Own choice. */
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> mails = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    public AddressLimit(Clock clock) {
        this.clock = clock;
    }

    /** True where one more may be sent to the address. */
    public boolean permits(String address) {
        Deque<Instant> sent = mails.get(address);
        if (sent == null) {
            return true;
        }
        Instant since = clock.instant().minus(WITHIN);
        while (!sent.isEmpty() && !sent.getFirst().isAfter(since)) {
            sent.removeFirst();
        }
        return sent.size() < MOST_MAILS;
    }

    /** Notes that one was sent to the address. */
    public void sent(String address) {
        mails.computeIfAbsent(address, ignored -> new ArrayDeque<>()).addLast(clock.instant());
    }
}
