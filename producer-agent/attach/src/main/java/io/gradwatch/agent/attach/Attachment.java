package io.gradwatch.agent.attach;

import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.attach.place.LogPlaces;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.agent.relay.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Follows logs and hands what is new in them to a relay, until it is closed. To close it is no end of the runs: the
 * next one with the same state folder goes on where it was. Belongs to one thread.
 */
public final class Attachment implements AutoCloseable {

    private static final String PIPE = "-";
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final long SCAN_MILLIS = 2_000;
    private static final long NEWS_MILLIS = 10_000;
    /** While more waits for Kafka, nothing is read: the logs keep it. */
    private static final long MOST_WAITING_BYTES = 64L << 20;

    private final AttachSettings settings;
    private final Relay relay;
    private final Consumer<String> messages;
    private final Clock clock;
    private final LogPlaces places;
    private final Optional<StandardInput> input;
    private final Map<String, FollowedRun> runs = new LinkedHashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Set<String> shown = new HashSet<>();
    private final long startedMillis;
    private long nextScanMillis;
    private long nextNewsMillis;
    private boolean scanned;

    /**
     * Opens nothing yet.
     *
     * @param places files and folders, which need not exist
     * @param input what a job prints into a pipe, which nobody reads yet: a run besides
     * @param settings options for reading, and the folder of the state
     * @param relay that sends; stays open
     * @param messages takes each problem once, a sentence
     * @param clock of this host
     */
    public Attachment(
            List<Path> places,
            Optional<StandardInput> input,
            AttachSettings settings,
            Relay relay,
            Consumer<String> messages,
            Clock clock) {
        this.input = input;
        this.settings = settings;
        this.relay = relay;
        this.messages = messages;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.places = new LogPlaces(places, settings.joined(), this::problem);
    }

    /**
     * Reads what is new and hands it over.
     *
     * @return true when there may be more at once
     * @throws IOException when it cannot be remembered what was sent
     */
    public boolean turn() throws IOException {
        relay.work();
        if (clock.millis() >= nextScanMillis) {
            nextScanMillis = clock.millis() + SCAN_MILLIS;
            scan();
        }
        boolean more = false;
        for (FollowedRun run : runs.values()) {
            boolean full = relay.pendingBytes() > MOST_WAITING_BYTES;
            more |= full && !run.cannotWait() || run.turn();
        }
        return more;
    }

    private void scan() {
        if (!scanned && input.isPresent()) {
            follow(input.get());
        }
        List<LogPlaces.Place> found = places.find();
        for (LogPlaces.Place place : found) {
            if (settings.runId().isPresent()
                    && found.size() + (input.isPresent() ? 1 : 0) > 1
                    && !runs.containsKey(place.key())) {
                problem(place.key() + " is not followed: --run names one run, but there are several");
            } else if (!refused.containsKey(place.key())) {
                follow(place);
            }
        }
        scanned = true;
    }

    private void follow(StandardInput pipe) {
        String runId = settings.runId().orElse("stdin-" + STARTED.format(clock.instant()));
        pipe.start(runId, settings.reading(), this::problem);
        try {
            FollowedRun run = new FollowedRun(
                    new LogPlaces.Place(runId, PIPE), settings.fromStart(), relay, this::problem, clock, 0);
            run.among(pipe);
            runs.put(PIPE, run);
        } catch (IOException e) {
            problem(PIPE + " is not followed: " + e.getMessage());
        }
    }

    private void follow(LogPlaces.Place place) {
        try {
            FollowedRun run = runs.get(place.key());
            if (run == null) {
                String runId = settings.runId().orElse(place.runId());
                AttachSettings wanted = scanned ? settings.fromStart() : settings;
                // Logs that were there at the start are backlog; of later ones, the rows that were written before the
                // start.
                long oldBefore = scanned ? startedMillis : Long.MAX_VALUE;
                run = new FollowedRun(place.named(runId), wanted, relay, this::problem, clock, oldBefore);
                runs.put(place.key(), run);
            }
            run.among(place);
        } catch (IOException e) {
            refused.put(place.key(), e.getMessage());
            problem(place.key() + " is not followed: " + e.getMessage());
        }
    }

    /** Also called by the thread that reads the pipe. */
    private void problem(String message) {
        if (told.add(message)) {
            messages.accept(message);
        }
    }

    /**
     * Says of every run that it ended, as far as its log says how: for who reads what is there and does not read on.
     * Rows that come later begin another attempt.
     *
     * @throws IOException when it cannot be remembered what was sent
     */
    public void end() throws IOException {
        for (FollowedRun run : runs.values()) {
            run.end();
        }
    }

    /**
     * True if a file that was written anew may still get back the rows that were told of it, which takes 5 s at most.
     */
    public boolean waits() {
        return runs.values().stream().anyMatch(FollowedRun::waits);
    }

    /** True if anything could not be followed, or not to its end. */
    public boolean hasProblems() {
        return !told.isEmpty();
    }

    /** Progress of the runs whose backlog is sent, in the order in which they were found. */
    public List<RunProgress> progress() {
        return runs.values().stream()
                .filter(FollowedRun::caughtUp)
                .map(FollowedRun::progress)
                .toList();
    }

    /**
     * Sentences about logs of which all is sent that was there, and about folders: each told once, a sentence with the
     * run or folder before it.
     */
    public List<String> news() {
        return news(false);
    }

    /** The same for the last time: also what was told less than a moment ago is looked at again. */
    public List<String> lastNews() {
        return news(true);
    }

    private List<String> news(boolean last) {
        List<String> news = new ArrayList<>(places.news());
        boolean again = last || clock.millis() >= nextNewsMillis;
        nextNewsMillis = again ? clock.millis() + NEWS_MILLIS : nextNewsMillis;
        for (FollowedRun run : runs.values()) {
            boolean due = run.caughtUp() && (again || !shown.contains(run.runId()));
            for (Understanding one : due ? run.understandings() : List.<Understanding>of()) {
                if (one.rows() == 0) {
                    // A job that has just begun, or no log at all: its end tells.
                    continue;
                }
                if (shown.add(run.runId())) {
                    news.add(run.runId() + ": " + one.sentence());
                }
                one.warnings().stream()
                        .filter(warning -> !told.contains(warning))
                        // The number of lines left out changes; the hint is given once.
                        .filter(warning -> shown.add(run.runId() + '\0' + warning.replaceFirst("; left out.*", "")))
                        .forEach(warning -> news.add(run.runId() + ": note: " + warning));
            }
        }
        return news;
    }

    @Override
    public void close() {
        runs.values().forEach(FollowedRun::close);
    }
}
