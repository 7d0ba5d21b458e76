package io.gradwatch.agent.attach.place;

import io.gradwatch.agent.logs.names.LogSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins folders of event files that one job writes: a folder of evaluations, such as {@code validation}, with the
 * folder {@code train} beside it, or else with the event files of the folder that it is in. The run is named as that of
 * the training would be without the others, so that it stays the same when evaluations come later. A folder that was
 * followed as a run of its own stays one as long as this object lives.
 */
public final class SplitFolders {

    private final Map<Path, Path> decided = new HashMap<>();

    /**
     * Joins what belongs together.
     *
     * @param folders the event files of each folder
     * @return the places of the runs
     */
    List<LogPlaces.Place> join(Map<Path, LogPlaces.Place> folders) {
        Map<Path, LogPlaces.Place> joined = new LinkedHashMap<>(folders);
        for (Path folder : folders.keySet()) {
            Path home = decided.computeIfAbsent(folder, ignored -> home(folder, folders));
            if (!home.equals(folder) && joined.containsKey(home)) {
                List<Path> evaluations = joined.remove(folder).files();
                joined.computeIfPresent(home, (ignored, training) -> training.with(evaluations));
            }
        }
        return new ArrayList<>(joined.values());
    }

    /** The folder of the training that a folder belongs to: itself, or for evaluations another. */
    private static Path home(Path folder, Map<Path, LogPlaces.Place> folders) {
        LogSplit split = split(folder);
        Path above = folder.getParent();
        if (split == LogSplit.TRAIN || above == null) {
            return folder;
        }
        Optional<Path> beside = folders.keySet().stream()
                .filter(other -> above.equals(other.getParent()) && isTraining(other))
                .findFirst();
        // A folder named test is more often a run that tries something.
        boolean ofTheFolderAbove = split == LogSplit.TRAIN_VAL && folders.containsKey(above);
        return beside.orElse(ofTheFolderAbove ? above : folder);
    }

    private static boolean isTraining(Path folder) {
        return LogSplit.named(name(folder)).filter(LogSplit.TRAIN::equals).isPresent();
    }

    /** Data split of the values of a folder. */
    public static LogSplit split(Path folder) {
        return LogSplit.named(name(folder)).orElse(LogSplit.TRAIN);
    }

    private static String name(Path folder) {
        return folder.getFileName() == null ? "" : folder.getFileName().toString();
    }
}
