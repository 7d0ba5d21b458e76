package io.gradwatch.agent.attach;

import io.gradwatch.agent.Relay;
import io.gradwatch.agent.RelayedSession;
import io.gradwatch.agent.logs.LogKind;
import io.gradwatch.agent.logs.UnreadableLogException;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A run whose files are followed, and what of them was sent. Belongs to one thread. */
final class FollowedRun implements AutoCloseable {

    private static final int MOST_ROWS = 2_000;
    /** A job is not started anew sooner after its last row. */
    private static final Duration RESTART = Duration.ofSeconds(2);
    /** Detection takes three intervals without a sign of life for silence. */
    private static final int SILENT_INTERVALS = 3;
    /** All checkpoints of a run are one log. */
    private static final String CHECKPOINTS = "trainer_state.json";

    private final String runId;
    private final AttachSettings settings;
    private final Relay relay;
    private final StateFile memory;
    private final Consumer<String> problems;
    private final Clock clock;
    private final Map<String, Followed> files = new LinkedHashMap<>();
    private final Map<String, String> givenUp = new LinkedHashMap<>();
    private RunState state;
    private StateFile.Content unfinished;
    private RelayedSession session;
    private boolean caughtUp;
    /** Whether the files are of a training and its evaluations. */
    private boolean byTime;
    /** Whether no process has sent anything of it before this one. */
    private boolean firstMet;

    private boolean finished;

    /** @throws IOException when what was sent cannot be remembered, or another process follows the run */
    FollowedRun(LogPlaces.Place place, AttachSettings settings, Relay relay, Consumer<String> problems, Clock clock)
            throws IOException {
        this.runId = place.runId();
        this.settings = settings;
        this.relay = relay;
        this.problems = problems;
        this.clock = clock;
        this.memory = StateFile.open(settings.stateFolder(), place.key() + '\0' + runId);
        try {
            Optional<StateFile.Content> saved = memory.load();
            state = saved.map(StateFile.Content::before).orElseGet(() -> RunState.begin(runId, seed()));
            unfinished = saved.filter(content -> content.path() != null).orElse(null);
            caughtUp = saved.isPresent();
            firstMet = saved.isEmpty();
        } catch (IOException e) {
            memory.close();
            throw e;
        }
    }

    private static long seed() {
        return new SecureRandom().nextLong();
    }

    /** Files of the run, of which some may be new. */
    void among(LogPlaces.Place place) {
        List<Path> checkpoints = new ArrayList<>();
        for (Path file : place.files()) {
            if (isTrainerState(file)) {
                checkpoints.add(file);
            } else {
                follow(file, settings.reading());
            }
        }
        for (Path file : place.evaluations()) {
            follow(file, settings.reading().of(SplitFolders.split(file.getParent())));
        }
        byTime |= !place.evaluations().isEmpty();
        if (!checkpoints.isEmpty()) {
            Followed all = files.computeIfAbsent(
                    CHECKPOINTS, path -> new FollowedTrainerState(runId, settings.reading(), state.file(path), clock));
            ((FollowedTrainerState) all).among(checkpoints);
        }
    }

    private void follow(Path file, LogReading how) {
        files.computeIfAbsent(file.toString(), path -> new FollowedFile(file, runId, how, state.file(path), clock));
    }

    private boolean isTrainerState(Path file) {
        return settings.reading()
                .kind()
                .map(kind -> kind == LogKind.TRAINER_STATE)
                .orElse(file.getFileName().toString().endsWith(CHECKPOINTS));
    }

    /** Sends what is new; true when there may be more. */
    boolean turn() throws IOException {
        tellUnfinishedAgain();
        if (byTime ? readEarliest() : readFirst()) {
            return true;
        }
        caughtUp = true;
        endWhereOver();
        firstMet = false;
        return false;
    }

    /** Of several writers, what was begun first is told whole before what was begun later. */
    private boolean readFirst() throws IOException {
        for (Map.Entry<String, Followed> file : files.entrySet()) {
            if (read(file.getKey(), file.getValue(), Long.MAX_VALUE)) {
                return true;
            }
        }
        return false;
    }

    /** Of a training and its evaluations, what was written first is told first; of two at once the training. */
    private boolean readEarliest() throws IOException {
        String earliest = null;
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (Map.Entry<String, Followed> file : files.entrySet()) {
            OptionalLong next = nextMillis(file.getKey(), file.getValue());
            if (next.isPresent() && (earliest == null || next.getAsLong() < first)) {
                earliest = file.getKey();
                second = first;
                first = next.getAsLong();
            } else {
                second = Math.min(second, next.orElse(Long.MAX_VALUE));
            }
        }
        return earliest != null && read(earliest, files.get(earliest), second);
    }

    private OptionalLong nextMillis(String path, Followed file) {
        try {
            return givenUp.containsKey(path) ? OptionalLong.empty() : file.nextMillis();
        } catch (UnreadableLogException e) {
            giveUp(path, e);
            return OptionalLong.empty();
        }
    }

    private boolean read(String path, Followed file, long untilMillis) throws IOException {
        if (givenUp.containsKey(path)) {
            return false;
        }
        try {
            Reading reading = file.read(MOST_ROWS, Long.MAX_VALUE, untilMillis);
            if (reading.rows().isEmpty()) {
                finished |= reading.finished() && !state.ended();
                return false;
            }
            finished = reading.finished();
            Batch batch = batch(path, file, reading);
            memory.save(new StateFile.Content(state, path, batch.after()));
            tell(batch);
            memory.save(new StateFile.Content(state, null, state));
            return true;
        } catch (UnreadableLogException e) {
            giveUp(path, e);
            return false;
        }
    }

    private void giveUp(String path, UnreadableLogException because) {
        givenUp.put(path, because.getMessage());
        problems.accept(because.getMessage() + "; the rows before are sent, the rest of this file is not followed");
    }

    /** What a process that was killed may have told in part: numbers that were there before are repeats. */
    private void tellUnfinishedAgain() throws IOException {
        if (unfinished == null) {
            return;
        }
        StateFile.Content content = unfinished;
        unfinished = null;
        Followed file = files.get(content.path());
        long upTo = content.after().file(content.path()).position();
        try {
            Reading reading = file == null ? null : file.read(MOST_ROWS, upTo, Long.MAX_VALUE);
            if (reading != null && !reading.rows().isEmpty()) {
                tell(batch(content.path(), file, reading));
                memory.save(new StateFile.Content(state, null, state));
                return;
            }
        } catch (UnreadableLogException e) {
            problems.accept(e.getMessage());
        }
        // The file is not there any more as it was: what the batch had is with Kafka, or gone with the file.
        state = content.after();
        memory.save(new StateFile.Content(state, null, state));
    }

    private Batch batch(String path, Followed file, Reading reading) {
        long began = reading.rows().get(0).timeMillis();
        boolean beside = state.files().entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(path) && other.getValue().lastMillis() > began - RESTART.toMillis());
        return Batch.of(state, path, reading, beside, declared(file), caughtUp || !settings.fromNow());
    }

    private RunStarted declared(Followed file) {
        RunStarted declared =
                (RunStarted) file.started().map(Telemetry::getEvent).orElseThrow();
        declared.setName(settings.name().isEmpty() ? runId : settings.name());
        declared.setProject(settings.project());
        declared.setHeartbeatIntervalMillis(settings.silentAfter().toMillis() / SILENT_INTERVALS);
        return declared;
    }

    private void tell(Batch batch) {
        for (Batch.Entry entry : batch.entries()) {
            session(entry.state()).append(entry.state().sequence(), entry.timeMillis(), entry.event());
        }
        relay.work();
        state = batch.after();
    }

    private RelayedSession session(RunState of) {
        if (session == null || session.id() != of.session()) {
            if (session != null) {
                relay.end(session);
            }
            session = relay.session(of.session(), runId, 0, of.attempt());
        }
        return session;
    }

    /** Says that the run ended, where its log says so or it was not written for long. */
    private void endWhereOver() throws IOException {
        if (state.ended() || state.sequence() == 0) {
            return;
        }
        long idle = clock.millis() - lastWrittenMillis();
        // A log that was old when it was met is that of a run that is over.
        Duration longest = settings.endedAfter().orElse(settings.silentAfter());
        boolean over = idle >= longest.toMillis() && (settings.endedAfter().isPresent() || firstMet);
        if (finished || over) {
            String because = finished
                    ? "The log says that the training came to its end."
                    : "The log was not written for " + Duration.ofMillis(idle).toMinutes() + " min.";
            Outcome outcome = finished ? Outcome.FINISHED : Outcome.UNKNOWN;
            long step = Math.max(-1, state.lastStep());
            session(state)
                    .append(state.sequence(), lastWrittenMillis(), new RunEnded(outcome, null, because, step, 0L));
            relay.work();
            state = state.afterEnd();
            finished = false;
            memory.save(new StateFile.Content(state, null, state));
        }
    }

    private long lastWrittenMillis() {
        return files.values().stream()
                .mapToLong(Followed::lastWrittenMillis)
                .max()
                .orElse(0L);
    }

    RunProgress progress() {
        return new RunProgress(runId, state.rows(), state.lastStep(), state.attempt(), state.late(), state.ended());
    }

    /** Whether a file that was written anew may still get back the rows that were told of it. */
    boolean waits() {
        return files.values().stream().anyMatch(Followed::waits);
    }

    /** Whether all that was in the files when they were met is sent. */
    boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        files.values().forEach(Followed::close);
        memory.close();
    }
}
