package io.gradwatch.detection.engine.state;

import io.gradwatch.schema.CheckpointSaved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checkpoints that a run saved last, over all attempts. A plain state of at most {@value #MOST} of them. */
public class CheckpointTrail {

    /** Most checkpoints that are kept. */
    public static final int MOST = 16;

    private static final int MOST_METRICS = 8;

    /** In the order in which they were saved. */
    public List<KeptCheckpoint> kept = new ArrayList<>();

    /** True if one of them awaits the step after it. */
    public boolean awaitsStep;

    /**
     * Takes a checkpoint of the speaking rank. It takes the place of an earlier one of the same path, which is there no
     * more.
     *
     * @param lastStep of the rank
     * @param suspect whether a critical fault of the weights is open
     */
    public void take(CheckpointSaved saved, int attempt, long lastStep, long nowMillis, boolean suspect) {
        KeptCheckpoint checkpoint = new KeptCheckpoint();
        checkpoint.attempt = attempt;
        checkpoint.lastStep = lastStep;
        checkpoint.step = saved.getStep() < 0 ? lastStep + 1 : saved.getStep();
        checkpoint.path = PrintableText.path(saved.getPath());
        checkpoint.savedMillis = nowMillis;
        checkpoint.sizeBytes = saved.getSizeBytes() == null ? -1 : saved.getSizeBytes();
        checkpoint.suspect = suspect;
        Map<String, Double> metrics = saved.getMetrics() == null ? Map.of() : saved.getMetrics();
        metrics.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_METRICS)
                .forEach(metric -> checkpoint.metrics.put(PrintableText.name(metric.getKey()), metric.getValue()));
        kept.removeIf(earlier -> earlier.path.equals(checkpoint.path));
        kept.add(checkpoint);
        if (kept.size() > MOST) {
            kept.remove(lastGood() == 0 ? 1 : 0);
        }
        awaitsStep = true;
    }

    /** Place of the newest that steps showed to be good: it outlasts those that were saved during a fault. */
    private int lastGood() {
        for (int place = kept.size() - 1; place >= 0; place--) {
            KeptCheckpoint checkpoint = kept.get(place);
            if (!checkpoint.suspect && checkpoint.nextStep >= 0) {
                return place;
            }
        }
        return -1;
    }

    /** The speaking rank made a step. */
    public void step(long step) {
        if (!awaitsStep) {
            return;
        }
        awaitsStep = false;
        for (KeptCheckpoint checkpoint : kept) {
            if (checkpoint.nextStep == KeptCheckpoint.AWAITED) {
                checkpoint.nextStep = step > checkpoint.lastStep ? step : KeptCheckpoint.AWAITED;
                awaitsStep |= checkpoint.nextStep == KeptCheckpoint.AWAITED;
            }
        }
    }

    /** The steps begin anew. */
    public void restart() {
        for (KeptCheckpoint checkpoint : kept) {
            if (checkpoint.nextStep == KeptCheckpoint.AWAITED) {
                checkpoint.nextStep = KeptCheckpoint.NEVER;
            }
        }
        awaitsStep = false;
    }
}
