package io.gradwatch.agent.attach;

import io.gradwatch.agent.attach.file.FileState;
import io.gradwatch.agent.attach.file.FollowedFile;
import io.gradwatch.agent.attach.file.FollowedLog;
import io.gradwatch.agent.attach.file.FollowedPipe;
import io.gradwatch.agent.attach.file.FollowedWholeFile;
import io.gradwatch.agent.attach.file.ReadRows;
import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.attach.place.LogPlaces;
import io.gradwatch.agent.attach.place.SplitFolders;
import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.Understanding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The logs of one run, and which of them is read next. A log that cannot be read is told and given up. */
final class RunFiles implements AutoCloseable {

    /** Key of the pipe among the files. */
    private static final String STANDARD_INPUT = "-";
    /** All checkpoints of a run are one log. */
    private static final String CHECKPOINTS = "trainer_state.json";

    /**
     * Rows of a file that was read.
     *
     * @param reading with rows
     */
    record Found(String path, FollowedLog file, ReadRows reading) {}

    private final String runId;
    private final LogReading how;
    private final Function<String, FileState> states;
    private final Consumer<String> problems;
    private final Clock clock;
    private final Map<String, FollowedLog> files = new LinkedHashMap<>();
    private final Map<String, String> givenUp = new LinkedHashMap<>();
    /** True if they are of a training and its evaluations. */
    private boolean byTime;

    private boolean sayTheEnd;

    /** @param states state of each file by earlier processes */
    RunFiles(String runId, LogReading how, Function<String, FileState> states, Consumer<String> problems, Clock clock) {
        this.runId = runId;
        this.how = how;
        this.states = states;
        this.problems = problems;
        this.clock = clock;
    }

    /** Files of the run, of which some may be new. */
    void among(LogPlaces.Place place) {
        List<Path> checkpoints = new ArrayList<>();
        for (Path file : place.files()) {
            if (isTrainerState(file)) {
                checkpoints.add(file);
            } else {
                follow(file, how);
            }
        }
        for (Path file : place.evaluations()) {
            follow(file, how.of(SplitFolders.split(file.getParent())));
        }
        byTime |= !place.evaluations().isEmpty();
        if (!checkpoints.isEmpty()) {
            FollowedLog all = files.computeIfAbsent(
                    CHECKPOINTS, path -> new FollowedWholeFile(runId, how, states.apply(path), clock));
            ((FollowedWholeFile) all).among(checkpoints);
        }
    }

    /** Adds the pipe. */
    void among(StandardInput input) {
        files.put(STANDARD_INPUT, new FollowedPipe(input));
    }

    private void follow(Path file, LogReading reading) {
        Optional<Boolean> whole = isWhole(file);
        if (whole.isEmpty()) {
            // Too little of it is written: the next look tells.
            return;
        }
        if (whole.get()) {
            FollowedLog followed = files.computeIfAbsent(
                    file.toString(), path -> new FollowedWholeFile(runId, how, states.apply(path), clock));
            if (followed instanceof FollowedWholeFile written) {
                written.among(List.of(file));
            }
            return;
        }
        files.computeIfAbsent(
                file.toString(), path -> new FollowedFile(file, runId, reading, states.apply(path), clock));
    }

    /** True if a file is written anew as a whole each time; empty where it cannot be told yet. */
    private Optional<Boolean> isWhole(Path file) {
        boolean mayBe = Files.isDirectory(file)
                || file.toString().endsWith(".json")
                || file.toString().endsWith(".ipynb");
        if (!mayBe || files.containsKey(file.toString()) || how.format().isPresent()) {
            return Optional.of(files.get(file.toString()) instanceof FollowedWholeFile
                    || how.format().filter(LogFormat::isWhole).isPresent());
        }
        try {
            return LogFormat.of(file, how).map(LogFormat::isWhole);
        } catch (UnreadableLogException e) {
            return Optional.of(false);
        }
    }

    /** Understanding of each log that was read. */
    List<Understanding> understandings() {
        return files.values().stream()
                .flatMap(file -> file.understanding().stream())
                .toList();
    }

    private boolean isTrainerState(Path file) {
        return how.format()
                .map(format -> format == LogFormat.TRAINER_STATE)
                .orElse(file.getFileName().toString().endsWith(CHECKPOINTS));
    }

    /** The file of that path; null where it is not among them. */
    FollowedLog get(String path) {
        return files.get(path);
    }

    /** Reads what is new of one of them; empty where nothing is. */
    Optional<Found> next(int most) {
        sayTheEnd = false;
        return byTime ? earliest(most) : first(most);
    }

    /** True if one that had nothing new says that the training came to its end. */
    boolean sayTheEnd() {
        return sayTheEnd;
    }

    /** Of several writers, what was begun first is told whole before what was begun later. */
    private Optional<Found> first(int most) {
        return files.keySet().stream()
                .map(path -> read(path, most, Long.MAX_VALUE))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Of a training and its evaluations, what was written first is told first; of two at once the training. */
    private Optional<Found> earliest(int most) {
        String earliest = null;
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (String path : files.keySet()) {
            OptionalLong next = nextMillis(path);
            if (next.isPresent() && (earliest == null || next.getAsLong() < first)) {
                earliest = path;
                second = first;
                first = next.getAsLong();
            } else {
                second = Math.min(second, next.orElse(Long.MAX_VALUE));
            }
        }
        return earliest == null ? Optional.empty() : read(earliest, most, second);
    }

    private OptionalLong nextMillis(String path) {
        try {
            return givenUp.containsKey(path)
                    ? OptionalLong.empty()
                    : files.get(path).nextMillis();
        } catch (UnreadableLogException e) {
            giveUp(path, e);
            return OptionalLong.empty();
        }
    }

    private Optional<Found> read(String path, int most, long untilMillis) {
        if (givenUp.containsKey(path)) {
            return Optional.empty();
        }
        try {
            FollowedLog file = files.get(path);
            ReadRows reading = file.read(most, Long.MAX_VALUE, untilMillis);
            sayTheEnd |= reading.rows().isEmpty() && reading.finished();
            return reading.rows().isEmpty() ? Optional.empty() : Optional.of(new Found(path, file, reading));
        } catch (UnreadableLogException e) {
            giveUp(path, e);
            return Optional.empty();
        }
    }

    /** Nobody reads on: the next look at them is the last. */
    void end() {
        files.values().forEach(FollowedLog::end);
    }

    private void giveUp(String path, UnreadableLogException because) {
        givenUp.put(path, because.getMessage());
        boolean any = files.get(path).state().rows() > 0;
        problems.accept(because.getMessage()
                + (any ? "; the rows before are sent, the rest of this file is not followed" : ""));
    }

    /** When the last of them was written, milliseconds since 1970-01-01 UTC; 0 where none is there. */
    long lastWrittenMillis() {
        return files.values().stream()
                .mapToLong(FollowedLog::lastWrittenMillis)
                .max()
                .orElse(0L);
    }

    /** True if one that was written anew may still get back the rows that were told of it. */
    boolean areAwaited() {
        return files.values().stream().anyMatch(FollowedLog::waits);
    }

    /** True if nothing more can come. */
    boolean areOver() {
        return files.values().stream().allMatch(FollowedLog::isOver);
    }

    /** True if what is not read would hold the job: a pipe, and not a log that keeps it. */
    boolean cannotWait() {
        return files.containsKey(STANDARD_INPUT);
    }

    @Override
    public void close() {
        files.values().forEach(FollowedLog::close);
    }
}
