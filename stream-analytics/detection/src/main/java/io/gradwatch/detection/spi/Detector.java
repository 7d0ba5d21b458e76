package io.gradwatch.detection.spi;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks for one failure in the events of one run.
 *
 * <p>A detector is a pure function of the stream: no clock, no I/O, no randomness without a seed, no look ahead. What
 * it remembers is in its state, which is bounded, and a <i>plain state</i>: a public class with a public no-argument
 * constructor, whose fields are public and not final: numbers, texts, enums, arrays of numbers, List, Map, and classes
 * of these. What is transient is not kept. Checkpoints hold it by the names of its fields. The same events give the
 * same verdicts, wherever they are replayed. It must bear gaps, repeats, constant values, NaN and infinities, 10^9
 * steps and runs of three steps.
 *
 * <p>It is found by {@link java.util.ServiceLoader}: put {@code @AutoService(Detector.class)} and
 * {@code @SuppressWarnings("rawtypes")} on a public class with a public no-argument constructor;
 * {@code docs/DETECTORS.md} has its row. Instances are shared between runs, so they hold no fields that change.
 * Arguments belong to the caller: do not change or keep them.
 *
 * <p>The engine starts a new state for every attempt, keeps records of superseded attempts away, and shows a detector
 * only what {@link DetectorSpec#ranks()} says, and of the steps and evaluations only those that carry at least one of
 * the signals of {@link DetectorSpec#needs()}.
 *
 * @param <S> type of the state
 */
public interface Detector<S> {

    /** Identity, needs and settings of the detector. */
    DetectorSpec spec();

    /** Class of the state, a plain state. */
    Class<S> stateType();

    /** The state before the first event of an attempt. */
    S newState();

    /** One optimizer step. */
    default Verdict onStep(S state, Step step, DetectionContext context) {
        return Verdict.UNCHANGED;
    }

    /** One evaluation. */
    default Verdict onEvaluation(S state, Evaluation evaluation, DetectionContext context) {
        return Verdict.UNCHANGED;
    }

    /** The agent lives. */
    default Verdict onHeartbeat(S state, Heartbeat heartbeat, DetectionContext context) {
        return Verdict.UNCHANGED;
    }

    /** The job itself wants people to hear something. */
    default Verdict onNotice(S state, Notice notice, DetectionContext context) {
        return Verdict.UNCHANGED;
    }

    /**
     * The session of a rank says that it ended; the last event that it sends. Where the rank speaks for the job, what
     * is open and not cleared here ends unrecovered; what fires here stays open until a new attempt begins or the run
     * is forgotten.
     */
    default Verdict onEnd(S state, RunEnded ended, DetectionContext context) {
        return Verdict.UNCHANGED;
    }

    /**
     * Time that this run may send nothing before {@link #onSilence} is called, less than a second counting as one;
     * empty for never. Must not change the state.
     */
    default Optional<Duration> patience(S state, DetectionContext context) {
        return Optional.empty();
    }

    /**
     * Nothing came from the run for at least {@link #patience}. Called once for each silence.
     *
     * @param silence time in the log since the last record of the run
     */
    default Verdict onSilence(S state, Duration silence, DetectionContext context) {
        return Verdict.UNCHANGED;
    }
}
