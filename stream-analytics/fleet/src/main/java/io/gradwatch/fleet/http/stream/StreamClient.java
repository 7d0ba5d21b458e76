package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.stream.EventRings.Batch;
import io.gradwatch.fleet.http.stream.LogEvent.StepEvent;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.silence.AlertStatuses;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Events for one client: of some runs their steps, evaluations, alerts and row; of the fleet the alerts and the rows of
 * runs that start, end or have an alert. It keeps only the client's place in the stream.
 */
final class StreamClient {

    /** Rows sent at once; the rest is sent the next time. Own choice. */
    private static final int MOST_ROWS = 100;

    private static final long BEAT_MILLIS = 5_000;
    private static final long ROW_MILLIS = 1_000;

    /** The tables take a record some ten milliseconds after the tail does; a second under load. Own choices. */
    private static final long SETTLE_MILLIS = 500;

    private static final long FORGET_MILLIS = 30_000;

    private final Set<String> runs;
    private final int rank;
    private final LiveFleet fleet;
    private final AlertStatuses statuses;
    private final LongSupplier notes;
    private final EventSink sink;
    private final Map<String, Long> changed = new LinkedHashMap<>();
    private final Map<String, RunRow> told = new HashMap<>();
    private EventRings rings;
    private long seen;
    private Positions positions;
    private long lastBeat;
    private long lastRow;
    private long standing;
    private long noted;

    /**
     * @param runs whose events are sent; none for the fleet
     * @param rank whose steps and evaluations are sent
     * @param facts that are not in the events
     * @param sink takes the events
     */
    StreamClient(Set<String> runs, int rank, StreamFacts facts, EventSink sink) {
        this.runs = Set.copyOf(runs);
        this.rank = rank;
        this.fleet = facts.fleet();
        this.statuses = facts.statuses();
        this.notes = facts.notes();
        this.sink = sink;
    }

    /** Sink of the events. */
    @FunctionalInterface
    interface EventSink {
        /** @param id null where the client's place is as before */
        void send(String event, String data, String id);
    }

    /** Begins behind the event that the client saw last; null for now. */
    void begin(EventRings now, String lastEventId, long nowMillis) {
        rings = now;
        Optional<Batch> missed = lastEventId == null
                ? Optional.of(now.now())
                : Positions.read(lastEventId, now.partitions()).flatMap(from -> now.since(from, wanted()));
        standing = statuses.version();
        noted = notes.getAsLong();
        if (missed.isPresent()) {
            tell(missed.get(), nowMillis);
            if (lastEventId != null) {
                tellMutes();
                tellNotes();
            }
        } else {
            reset();
        }
        beat(nowMillis);
    }

    /** Sends the events since the last call. */
    void go(EventRings now, long nowMillis) {
        if (now != rings) {
            rings = now;
            reset();
        }
        if (standing != statuses.version()) {
            standing = statuses.version();
            tellMutes();
        }
        if (noted != notes.getAsLong()) {
            noted = notes.getAsLong();
            tellNotes();
        }
        tellRows(nowMillis);
        Batch batch = now.since(seen, wanted());
        if (batch.incomplete()) {
            reset();
        } else {
            tell(batch, nowMillis);
        }
        if (nowMillis - lastBeat >= BEAT_MILLIS) {
            beat(nowMillis);
        }
    }

    private Predicate<LogEvent> wanted() {
        return runs.isEmpty()
                ? event -> event.changesRun()
                : event -> runs.contains(event.run()) && !event.ofAnotherRank(rank);
    }

    private void tell(Batch batch, long nowMillis) {
        seen = batch.arrival();
        positions = batch.positions();
        List<StepEvent> steps = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (LogEvent event : batch.events()) {
            if (event.step() != null) {
                steps.add(event.step());
            } else if (event.evaluation() != null) {
                messages.add(new Message("evaluation", event.evaluation()));
            } else if (event.alert() != null) {
                messages.add(new Message("alert", statuses.of(event.alert())));
            }
            changed.put(event.run(), nowMillis);
        }
        if (!steps.isEmpty()) {
            messages.add(new Message("step", new Steps(steps)));
        }
        send(messages);
    }

    /**
     * The last one carries the place. Where the connection is cut before, the others come again, which does no harm to
     * alerts and evaluations; steps are the last, and never do.
     */
    private void send(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            sink.send(message.event(), text(message.data()), i == messages.size() - 1 ? positions.token() : null);
        }
    }

    /** Sends the rows that have changed: of the followed runs, or of the fleet. */
    private void tellRows(long nowMillis) {
        if (nowMillis - lastRow < ROW_MILLIS) {
            return;
        }
        lastRow = nowMillis;
        if (!runs.isEmpty()) {
            runs.forEach(
                    run -> row(run).filter(row -> !row.equals(told.get(run))).ifPresent(this::tellRow));
            return;
        }
        int rows = 0;
        for (Iterator<Map.Entry<String, Long>> each = changed.entrySet().iterator();
                each.hasNext() && rows < MOST_ROWS; ) {
            Map.Entry<String, Long> change = each.next();
            long age = nowMillis - change.getValue();
            Optional<RunRow> row = age < SETTLE_MILLIS ? Optional.empty() : row(change.getKey());
            if (row.isPresent() || age > FORGET_MILLIS) {
                each.remove();
                row.ifPresent(this::tellRow);
                rows++;
            }
        }
    }

    private void tellRow(RunRow row) {
        if (!runs.isEmpty()) {
            told.put(row.run(), row);
        }
        sink.send("run", text(row), null);
    }

    private Optional<RunRow> row(String id) {
        try {
            return fleet.run(id).map(RunDetail::row);
        } catch (UnavailableException e) {
            // Asked again the next time.
            return Optional.empty();
        }
    }

    /** Alerts may stand otherwise now, also those that the client saw before. */
    private void tellMutes() {
        sink.send("mutes", "{}", null);
    }

    /** Notes of people may be others now. */
    private void tellNotes() {
        sink.send("notes", "{}", null);
    }

    private void reset() {
        Batch now = rings.now();
        seen = now.arrival();
        positions = now.positions();
        changed.clear();
        sink.send("reset", "{}", positions.token());
    }

    private void beat(long nowMillis) {
        lastBeat = nowMillis;
        Map<String, Object> beat = new LinkedHashMap<>();
        beat.put("now_millis", nowMillis);
        sink.send("beat", text(beat), positions.token());
    }

    private static String text(Object data) {
        return new String(Json.bytes(data), StandardCharsets.UTF_8);
    }

    /** An event to send. */
    private record Message(String event, Object data) {}

    /** Steps in the order in which they came. */
    @Described(name = "StepEvents")
    record Steps(
            @Described("The steps, in the order in which they came.")
            List<StepEvent> steps) {}
}
