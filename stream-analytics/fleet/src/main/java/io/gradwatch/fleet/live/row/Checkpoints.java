package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.Checkpoint;
import io.gradwatch.schema.SavedCheckpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Makes the checkpoints of a run for pages. */
final class Checkpoints {

    private Checkpoints() {}

    static Checkpoint of(SavedCheckpoint saved) {
        return new Checkpoint(
                saved.getAttempt(),
                saved.getStep(),
                saved.getPath(),
                saved.getSavedTimeMillis(),
                saved.getSizeBytes(),
                new TreeMap<>(saved.getMetrics()));
    }

    /** The newest first. */
    static List<Checkpoint> newestFirst(List<SavedCheckpoint> saved) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        saved.forEach(each -> checkpoints.add(of(each)));
        Collections.reverse(checkpoints);
        return checkpoints;
    }
}
