package io.gradwatch.alerting.health;

import io.gradwatch.alerting.notify.spi.FailureReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts since the start of the service. Records: read = accepted + repeated + dead-lettered. Attempts to send =
 * delivered + retried + rejected.
 */
public final class AlertingCounters {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder deadLettersLost = new LongAdder();
    private final LongAdder unrouted = new LongAdder();
    private final LongAdder silenced = new LongAdder();
    private final LongAdder unreadableSilences = new LongAdder();
    private final LongAdder queued = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final DeliveryDelays delays = new DeliveryDelays();
    private final Map<FailureReason, LongAdder> retried = perReason();
    private final Map<FailureReason, LongAdder> rejected = perReason();

    /** Records taken over and those that were known already. */
    public void read(int news, int known) {
        accepted.add(news);
        repeated.add(known);
    }

    /** A record that could not be read; {@code kept} where the dead-letter topic took it. */
    public void deadLettered(boolean kept) {
        deadLettered.increment();
        if (!kept) {
            deadLettersLost.increment();
        }
    }

    /** An alert that no route wants. */
    public void unrouted() {
        unrouted.increment();
    }

    /** A change of an alert that a silence holds back. */
    public void silenced() {
        silenced.increment();
    }

    /** A silence or an acknowledgement that cannot be read, or breaks a rule. */
    public void unreadableSilence() {
        unreadableSilences.increment();
    }

    /** Notifications put into the outbox. */
    public void queued(int notifications) {
        queued.add(notifications);
    }

    /** A notification that arrived. */
    public void delivered() {
        delivered.increment();
    }

    /** Time from a change of an alert, on the clock of the log, to its delivery. */
    public void deliveredAfter(String receiver, Duration delay) {
        delays.add(receiver, delay);
    }

    /** An attempt to send that will be made again. */
    public void retried(FailureReason reason) {
        retried.get(reason).increment();
    }

    /** A notification that was given up. */
    public void rejected(FailureReason reason) {
        rejected.get(reason).increment();
    }

    /** The counts now. */
    public Snapshot snapshot() {
        return new Snapshot(
                new Records(accepted.sum(), repeated.sum(), deadLettered.sum(), deadLettersLost.sum()),
                unrouted.sum(),
                silenced.sum(),
                unreadableSilences.sum(),
                queued.sum(),
                delivered.sum(),
                delays.snapshot(),
                nonZero(retried),
                nonZero(rejected));
    }

    private static Map<FailureReason, LongAdder> perReason() {
        Map<FailureReason, LongAdder> counts = new EnumMap<>(FailureReason.class);
        for (FailureReason reason : FailureReason.values()) {
            counts.put(reason, new LongAdder());
        }
        return counts;
    }

    private static Map<String, Long> nonZero(Map<FailureReason, LongAdder> counts) {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((reason, count) -> {
            if (count.sum() > 0) {
                result.put(reason.label(), count.sum());
            }
        });
        return result;
    }

    /**
     * Records of training.alerts since the start.
     *
     * @param accepted news, kept in the outbox
     * @param repeated known already by id and revision
     * @param deadLettered not readable
     * @param deadLettersLost those of them that the dead-letter topic did not take
     */
    public record Records(long accepted, long repeated, long deadLettered, long deadLettersLost) {

        /** All records that were read. */
        public long read() {
            return accepted + repeated + deadLettered;
        }
    }

    /**
     * The counts at one moment.
     *
     * @param records of training.alerts
     * @param unroutedAlerts changes of alerts that no route wants
     * @param silencedAlerts changes of alerts that a silence held back, each once
     * @param unreadableSilences silences and acknowledgements that could not be read, each time that they were met
     * @param queuedNotifications put into the outbox
     * @param deliveredNotifications that a channel took
     * @param delays from a change to its delivery, by receiver
     * @param retries attempts that will be made again, by reason
     * @param rejections notifications given up, by reason
     */
    public record Snapshot(
            Records records,
            long unroutedAlerts,
            long silencedAlerts,
            long unreadableSilences,
            long queuedNotifications,
            long deliveredNotifications,
            Map<String, DeliveryDelays.Delays> delays,
            Map<String, Long> retries,
            Map<String, Long> rejections) {}
}
