package io.gradwatch.fleet.live.table;

import io.gradwatch.admission.CheckpointPath;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.SavedCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The checkpoints that a run saved last. */
final class Checkpoints {

    /** Most that are kept. */
    static final int MOST = 32;

    private static final int MOST_METRICS = 16;

    private Checkpoints() {}

    /** Adds one; it takes the place of an earlier one of the same path, which is there no more. */
    static void take(LiveRun run, CheckpointSaved saved, long millis) {
        SavedCheckpoint checkpoint = SavedCheckpoint.newBuilder()
                .setAttempt(Math.max(0, run.getAttempt()))
                .setStep(saved.getStep() < 0 ? run.getStep() + 1 : saved.getStep())
                .setPath(CheckpointPath.bounded(saved.getPath()))
                .setSavedTimeMillis(millis)
                .setSizeBytes(saved.getSizeBytes())
                .setMetrics(metrics(saved.getMetrics()))
                .build();
        List<SavedCheckpoint> kept = new ArrayList<>(run.getCheckpoints());
        kept.removeIf(earlier -> earlier.getPath().equals(checkpoint.getPath()));
        kept.add(checkpoint);
        run.setCheckpoints(new ArrayList<>(kept.subList(Math.max(0, kept.size() - MOST), kept.size())));
    }

    private static Map<String, Double> metrics(Map<String, Double> metrics) {
        Map<String, Double> kept = new HashMap<>();
        metrics.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_METRICS)
                .forEach(metric -> kept.put(Bounds.name(metric.getKey()), metric.getValue()));
        return kept;
    }
}
