package io.gradwatch.detection.wiring;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.curve.Shapes;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Fires when the loss was taken over more elements than output and target have, or their shapes broadcast to more.
 *
 * <p><b>Meaning</b> An output of (N, 1) against a target of (N) becomes (N, N): every example is compared with the
 * target of every other one, and the network learns the mean of the targets. Nothing raises an error. Usual causes: a
 * target without its last axis, or a squeeze too many (K6).
 *
 * <p><b>Input</b> {@link BatchView}: shapes of output and target, and the elements of the loss before its reduction, of
 * the steps of the speaking rank. Steps without both shapes are not judged.
 *
 * <p><b>Statistic</b> With o and t the products of the shapes and b that of their broadcast: elements of the loss >
 * max(o, t); or, where they were not counted, b > max(o, t). Equal shapes and class indices, (N, C) against (N), never
 * count. Fewer elements than the target has are masked ones, which is no fault.
 *
 * <p><b>Thresholds</b> None: more elements than either tensor holds come from broadcasting alone.
 *
 * <p><b>Firing and recovery</b> On sight. Critical where the elements were counted and the shapes differ in their
 * number of axes; warning where they were not counted, or both have as many axes, as in the losses that compare all
 * pairs on purpose, such as (N, Q, 1) against (N, 1, Q). Recovered by {@value #CLEAR_VIEWS} fitting views in a row, of
 * which those with a single example do not count.
 *
 * <p><b>Cost and limits</b> 13 bytes of state a run, O(axes) a step. Misses a broadcast up to the shape of the output,
 * (N, C) against (N, 1), which quantile losses and ensembles make on purpose.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SilentBroadcastDetector extends SpecifiedDetector<SilentBroadcastDetector.State> {

    private static final int CLEAR_VIEWS = 3;

    /** For the service loader. */
    public SilentBroadcastDetector() {
        super(
                State::new,
                DetectorSpec.of("silent-broadcast", AlertClass.WIRING, Severity.CRITICAL)
                        .judgesBy(Signal.BATCH_VIEW));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** First step of the fault. */
        public long since;
        /** Fitting views in a row. */
        public int fitting;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        BatchView batch = step.getBatch();
        if (batch == null
                || batch.getOutputShape().isEmpty()
                || batch.getTargetShape().isEmpty()) {
            return Verdict.UNCHANGED;
        }
        double most = Shapes.most(batch);
        double taken = Shapes.taken(batch);
        if (!(taken > most)) {
            return most > 1 ? fits(state) : Verdict.UNCHANGED;
        }
        Severity severity = Shapes.isCertain(batch) ? Severity.CRITICAL : Severity.WARNING;
        state.fitting = 0;
        state.since = state.firing() ? state.since : step.getStep();
        return state.fire(severity, () -> finding(severity, state.since, batch, taken, most));
    }

    private static Verdict fits(State state) {
        return state.clearIf(state.firing() && ++state.fitting >= CLEAR_VIEWS);
    }

    private static Finding.Builder finding(Severity severity, long since, BatchView batch, double taken, double most) {
        String shapes =
                Shapes.words(batch.getOutputShape()) + " against a target of " + Shapes.words(batch.getTargetShape());
        String how = batch.getLossElements() == null ? "broadcasts to" : "was compared over";
        return Finding.builder(
                        severity,
                        since,
                        "An output of %s %s %d elements, of which only %d exist.",
                        shapes,
                        how,
                        (long) taken,
                        (long) most)
                .evidence(
                        Reading.count("elements of the loss", taken, "elements").above(most))
                .advice("silent-broadcast");
    }
}
