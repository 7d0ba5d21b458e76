package io.gradwatch.detection.testkit;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.job.state.StateBytes;
import io.gradwatch.detection.spi.Detector;
import java.util.List;

/** States through the format of checkpoints. */
public final class Snapshots {

    private Snapshots() {}

    /** The bytes of a snapshot. */
    public static <T> byte[] bytes(Class<T> type, T value) {
        return StateBytes.of(type, value);
    }

    /** State that was restored from a snapshot. */
    public static <T> T restored(Class<T> type, T value) {
        return StateBytes.read(bytes(type, value), type, type);
    }

    /** Takes a snapshot of all states of a run, and goes on from it. */
    public static void restart(TestRun run, List<Detector<?>> detectors) {
        run.state = restored(DetectionState.class, run.state);
        DetectorStates restored = new DetectorStates();
        for (int place = 0; place < detectors.size(); place++) {
            Object state = run.states.get(place);
            restored.put(place, state == null ? null : copy(detectors.get(place).stateType(), state));
        }
        run.states = restored;
    }

    private static <S> S copy(Class<S> type, Object state) {
        return restored(type, type.cast(state));
    }
}
