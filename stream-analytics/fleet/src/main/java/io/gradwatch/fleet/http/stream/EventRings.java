package io.gradwatch.fleet.http.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last events of each partition, as many of each, so that a busy one does not push out the others. Thread-safe.
 * Clients ask for what came since; nothing is kept for a client.
 */
final class EventRings {

    private final int eventsAPartition;
    private final List<ArrayDeque<LogEvent>> rings = new ArrayList<>();
    private final long[] oldest;
    private final long[] next;
    private long arrivals;
    private long forgotten;

    /**
     * @param start first offset of each partition that will come
     * @param eventsAPartition kept, 1 or more
     */
    EventRings(long[] start, int eventsAPartition) {
        this.eventsAPartition = eventsAPartition;
        this.oldest = start.clone();
        this.next = start.clone();
        for (int i = 0; i < start.length; i++) {
            rings.add(new ArrayDeque<>());
        }
    }

    int partitions() {
        return oldest.length;
    }

    /** Adds the event of a record; {@code event} is null where the record is no event of the stream. */
    synchronized void add(int slot, long offset, LogEvent event) {
        next[slot] = offset + 1;
        if (event == null) {
            return;
        }
        LogEvent numbered = new LogEvent(
                ++arrivals,
                slot,
                offset,
                event.run(),
                event.step(),
                event.evaluation(),
                event.alert(),
                event.changesRun());
        ArrayDeque<LogEvent> ring = rings.get(slot);
        ring.add(numbered);
        if (ring.size() > eventsAPartition) {
            LogEvent dropped = ring.poll();
            oldest[slot] = dropped.offset() + 1;
            forgotten = Math.max(forgotten, dropped.arrival());
        }
    }

    /** Positions at which everything is seen. */
    synchronized Batch now() {
        return new Batch(List.of(), new Positions(next.clone()), arrivals, false);
    }

    /** The wanted events behind the positions, in order of arrival; empty where some of them are forgotten already. */
    synchronized Optional<Batch> since(Positions seen, Predicate<LogEvent> wanted) {
        for (int slot = 0; slot < oldest.length; slot++) {
            if (seen.next()[slot] < oldest[slot] || seen.next()[slot] > next[slot]) {
                return Optional.empty();
            }
        }
        List<LogEvent> events = new ArrayList<>();
        for (int slot = 0; slot < oldest.length; slot++) {
            long from = seen.next()[slot];
            collect(rings.get(slot), event -> event.offset() >= from, wanted, events);
        }
        events.sort(Comparator.comparingLong(LogEvent::arrival));
        return Optional.of(new Batch(events, new Positions(next.clone()), arrivals, false));
    }

    /** The wanted events after an arrival; some are missing where the client was too slow. */
    synchronized Batch since(long arrival, Predicate<LogEvent> wanted) {
        List<LogEvent> events = new ArrayList<>();
        for (ArrayDeque<LogEvent> ring : rings) {
            collect(ring, event -> event.arrival() > arrival, wanted, events);
        }
        events.sort(Comparator.comparingLong(LogEvent::arrival));
        return new Batch(events, new Positions(next.clone()), arrivals, forgotten > arrival);
    }

    private static void collect(
            ArrayDeque<LogEvent> ring, Predicate<LogEvent> news, Predicate<LogEvent> wanted, List<LogEvent> events) {
        for (Iterator<LogEvent> each = ring.descendingIterator(); each.hasNext(); ) {
            LogEvent event = each.next();
            if (!news.test(event)) {
                return;
            }
            if (wanted.test(event)) {
                events.add(event);
            }
        }
    }

    @Override
    public synchronized String toString() {
        return "EventRings" + Arrays.toString(next);
    }

    /**
     * Some events.
     *
     * @param positions behind them
     * @param arrival of the last event of all, wanted or not
     * @param incomplete true where some were forgotten
     */
    record Batch(List<LogEvent> events, Positions positions, long arrival, boolean incomplete) {}
}
