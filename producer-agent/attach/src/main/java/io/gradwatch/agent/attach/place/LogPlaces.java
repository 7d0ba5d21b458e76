package io.gradwatch.agent.attach.place;

import io.gradwatch.agent.logs.folder.MetricFolder;
import io.gradwatch.agent.relay.Relay;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the logs in the places that a person names, and which of them are one run: the event files of a folder, the
 * {@code trainer_state.json} of a run and its checkpoints, every other file by itself; and the event files of a
 * training with those of its evaluations, see {@link SplitFolders}.
 */
public final class LogPlaces {

    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 2_000;
    private static final int MOST_ENDINGS = 5;

    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-\\d+");
    private static final String TRAINER_STATE = "trainer_state.json";
    private static final String EVENTS = ".tfevents";
    private static final Set<String> ENDINGS = Set.of("csv", "tsv", "jsonl", "ndjson", "log", "out", "wandb");
    private static final Set<String> JSON = Set.of("history.json", "metrics.json", "scalars.json");
    /** Files that W&B keeps of a run beside its log: its own messages, and the output of the job. */
    private static final Pattern OF_WANDB = Pattern.compile("(?:offline-)?run-\\d{8}_\\d{6}-.+");
    /** Names that say nothing of the run: its folder does. */
    private static final Set<String> USUAL =
            Set.of("metrics", "log", "logs", "train", "training", "history", "results", "progress", "output", "stdout");

    /**
     * The files of a run.
     *
     * @param runId of the run
     * @param key that no other run has: the place of its file or folder
     * @param files in the order in which they were begun
     * @param evaluations more of them, in folders for the data of evaluations
     */
    public record Place(String runId, String key, List<Path> files, List<Path> evaluations) {

        public Place(String runId, String key) {
            this(runId, key, new ArrayList<>(), List.of());
        }

        public Place named(String name) {
            return new Place(name, key, files, evaluations);
        }

        Place with(List<Path> more) {
            return new Place(
                    runId,
                    key,
                    files,
                    Stream.concat(evaluations.stream(), more.stream()).toList());
        }
    }

    private final List<Path> places;
    private final Consumer<String> problems;
    private final Optional<SplitFolders> joined;
    private final Set<Path> told = new HashSet<>();
    private final Map<Path, String> ignored = new HashMap<>();
    private final List<String> news = new ArrayList<>();

    /**
     * @param joined true if the event files of a training and of its evaluations are one run
     * @param problems is told of what cannot be followed, perhaps again and again
     */
    public LogPlaces(List<Path> places, boolean joined, Consumer<String> problems) {
        this.places =
                places.stream().map(place -> place.toAbsolutePath().normalize()).toList();
        this.joined = joined ? Optional.of(new SplitFolders()) : Optional.empty();
        this.problems = problems;
    }

    /** Places of the logs that are there now. */
    public List<Place> find() {
        Map<String, Place> found = new LinkedHashMap<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                logsIn(place).forEach(file -> add(found, place, file));
            } else if (Files.exists(place)) {
                add(found, place, place);
            } else {
                problems.accept(place + " does not exist yet; it is waited for");
            }
        }
        List<Place> runs =
                named(joined.map(folders -> join(found, folders)).orElseGet(() -> new ArrayList<>(found.values())));
        tellFolders(runs);
        return runs;
    }

    private void tellFolders(List<Place> runs) {
        for (Path place : places) {
            if (Files.isDirectory(place) && told.add(place)) {
                List<Place> inside = runs.stream()
                        .filter(run -> Path.of(run.key()).startsWith(place))
                        .toList();
                long files = inside.stream()
                        .mapToLong(run -> run.files().size() + run.evaluations().size())
                        .sum();
                long evaluations = inside.stream()
                        .filter(run -> !run.evaluations().isEmpty())
                        .count();
                news.add(place + ": " + files + " logs of " + inside.size() + " runs"
                        + (evaluations > 0 ? ", " + evaluations + " joined with the folders of their evaluations" : "")
                        + ignored.getOrDefault(place, ""));
            }
        }
    }

    /** News of folders, each once. */
    public List<String> news() {
        List<String> all = List.copyOf(news);
        news.clear();
        return all;
    }

    private static List<Place> join(Map<String, Place> found, SplitFolders folders) {
        Map<Path, Place> events = new LinkedHashMap<>();
        List<Place> others = new ArrayList<>();
        for (Place place : found.values()) {
            if (place.key().endsWith("/" + EVENTS)) {
                events.put(place.files().get(0).getParent(), place);
            } else {
                others.add(place);
            }
        }
        others.addAll(folders.join(events));
        return others;
    }

    private List<Path> logsIn(Path folder) {
        List<Path> logs = new ArrayList<>();
        Map<String, Integer> others = new TreeMap<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && isLogOrCounted(file, others)) {
                                logs.add(file);
                            }
                            return logs.size() == MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            problems.accept(file + " cannot be read: " + e);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            problems.accept(folder + " cannot be listed: " + e);
        }
        if (logs.size() == MOST_FILES) {
            problems.accept(folder + " has more than " + MOST_FILES + " logs; the others are not followed");
        }
        logs.sort(Comparator.naturalOrder());
        ignored.put(folder, shown(others));
        return logs;
    }

    private static boolean isLogOrCounted(Path file, Map<String, Integer> others) {
        boolean log = isLog(file);
        if (!log) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            others.merge(dot > 0 ? "*" + name.substring(dot) : "files without an ending", 1, Integer::sum);
        }
        return log;
    }

    private static String shown(Map<String, Integer> others) {
        String most = others.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_ENDINGS)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return most.isEmpty()
                ? ""
                : "; not read, as their names are of no log: " + most + (others.size() > MOST_ENDINGS ? ", ..." : "");
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Path folder = file.getParent();
        boolean beside = folder != null
                && folder.getParent() != null
                && folder.getParent().getFileName() != null
                && OF_WANDB.matcher(folder.getParent().getFileName().toString()).matches();
        if (beside) {
            return false;
        }
        boolean inMetrics = file.toString().contains("/metrics/");
        if (inMetrics && MetricFolder.runOf(file).isPresent()) {
            return true;
        }
        if (JSON.contains(name)) {
            return MetricFolder.in(folder).isEmpty();
        }
        return name.contains(EVENTS)
                || name.equals(TRAINER_STATE)
                || ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static void add(Map<String, Place> found, Path place, Path file) {
        Optional<Path> metrics = file.toString().contains("/metrics/") ? MetricFolder.runOf(file) : Optional.empty();
        if (metrics.isPresent()) {
            String key = metrics.get().toString();
            String runId = name(Files.isDirectory(place) ? place : metrics.get(), metrics.get(), "");
            Place run = found.computeIfAbsent(key, ignored -> new Place(runId, key));
            if (run.files().isEmpty()) {
                run.files().add(metrics.get());
            }
            return;
        }
        String name = file.getFileName().toString();
        Path folder = file.getParent();
        boolean inCheckpoint = name.equals(TRAINER_STATE)
                && folder.getFileName() != null
                && CHECKPOINT.matcher(folder.getFileName().toString()).matches()
                && folder.getParent() != null;
        Path home = inCheckpoint ? folder.getParent() : folder;
        boolean ofFolder = name.contains(EVENTS) || name.equals(TRAINER_STATE);
        String key = ofFolder ? home + (name.contains(EVENTS) ? "/" + EVENTS : "/" + TRAINER_STATE) : file.toString();
        Path seenFrom = Files.isDirectory(place) ? place : home;
        String runId = name(seenFrom, home, ofFolder ? "" : stem(name));
        found.computeIfAbsent(key, ignored -> new Place(runId, key)).files().add(file);
    }

    /** The folder as it is seen from the place that was named, with the name of the file where that says more. */
    private static String name(Path place, Path folder, String stem) {
        String last = place.getFileName() == null ? "" : place.getFileName().toString();
        String inside = folder.startsWith(place) ? place.relativize(folder).toString() : "";
        String path = inside.isEmpty() ? last : last + "/" + inside;
        return stem.isEmpty() || USUAL.contains(stem.toLowerCase(Locale.ROOT)) ? path : path + "/" + stem;
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Runs of the same name get that of their file or kind behind; names that cannot be an id are told. */
    private List<Place> named(List<Place> found) {
        Map<String, Place> byName = new LinkedHashMap<>();
        for (Place place : found) {
            String last = place.key().substring(place.key().lastIndexOf('/') + 1);
            String runId = byName.containsKey(place.runId()) ? place.runId() + "/" + last : place.runId();
            if (!Relay.isRunId(runId) || byName.containsKey(runId)) {
                problems.accept(place.key() + " cannot be followed: '" + runId
                        + "' cannot be the id of a run, or is that of another; --run gives it one");
            } else {
                byName.put(runId, place.named(runId));
            }
        }
        return List.copyOf(byName.values());
    }
}
