package io.gradwatch.detection.optimizer;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.optimizer.LearningRateDetector.Fault;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the learning rate drops to zero from more than 5 % of its maximum for four records, is zero for the first
 * `warm-up-steps` steps, rises by a factor of at least `jump` from one record to the next to above twice its maximum,
 * or is zero or below 1 % of its maximum for more than half of the run.
 *
 * <p><b>Meaning</b> The schedule is not what was meant: a rate of zero wastes the GPU, a jump may blow up, a schedule
 * shorter than the run trains on without learning (K4, K22).
 *
 * <p><b>Input</b> {@link Step#getLearningRate()} of the speaking rank at every record that has one. Negative and
 * non-finite rates are left out.
 *
 * <p><b>Statistic</b> See {@link Schedule}. Warm-up from zero, decays of any shape to zero, steps down, cycles and warm
 * restarts, which go back to at most their maximum, and plateaus are healthy.
 *
 * <p><b>Thresholds</b> Four zeros from above 5 % of the maximum: replays of published runs; trainproof takes 10 % of
 * all steps. jump 10: trainpulse. warm-up-steps 500: own choice, since a warm-up may begin at zero. A small rate must
 * last for 200 records (own choice).
 *
 * <p><b>Firing and recovery</b> Warning, class stalled, at zero; info, class diverging, of a jump; info, class plateau,
 * of a schedule that is too short. Recovered when the rate is above zero, below half of where it jumped, or above 1 %.
 *
 * <p><b>Cost and limits</b> 120 bytes of state a run, O(1) a step. A jump within the first ten records is warm-up. Of
 * several parameter groups only the rate that is sent is seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class LearningRateDetector extends SpecifiedDetector<LearningRateDetector.State> {

    static final ConfigKey<Double> JUMP =
            ConfigKey.number("jump", 10.0, 1.5, 1e9, "Rate over the rate of the record before, a factor.");
    static final ConfigKey<Double> WARM_UP_STEPS =
            ConfigKey.number("warm-up-steps", 500.0, 1, 1e9, "Steps that a run may begin with at a rate of zero.");

    private static final int ZEROS = 4;
    private static final int BEGUN = 10;
    private static final int SMALL = 200;

    /** For the service loader. */
    public LearningRateDetector() {
        super(
                State::new,
                DetectorSpec.of("learning-rate", AlertClass.STALLED, Severity.WARNING)
                        .judgesBy(Signal.LEARNING_RATE)
                        .settings(JUMP, WARM_UP_STEPS));
    }

    /** Fault of a schedule. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** A rise at once. */
        JUMPED,
        /** It is over, but the run is not. */
        OUTLIVED,
        /** It is zero where it should not be. */
        ZERO
    }

    /** State of a run. A plain state. */
    public static class State {
        /** Of the learning rate. */
        public Schedule schedule = new Schedule();
        /** Fault of the open alert. */
        public Fault open = Fault.NONE;
        /** Rate after the jump. */
        public double jumpedTo;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Double rate = step.getLearningRate();
        if (rate == null || !(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
            return Verdict.UNCHANGED;
        }
        Schedule schedule = state.schedule;
        boolean jumped = schedule.count >= BEGUN
                && schedule.last > 0
                && rate >= context.setting(JUMP) * schedule.last
                && rate > 2 * schedule.greatest;
        schedule.take(rate, step.getStep());
        Fault fault = jumped ? Fault.JUMPED : fault(schedule, step.getStep(), context);
        if (fault.compareTo(state.open) > 0) {
            state.open = fault;
            state.jumpedTo = rate;
            return Verdict.firing(finding(schedule, fault, step.getStep(), context));
        }
        return calm(state, rate);
    }

    private static Fault fault(Schedule schedule, long step, DetectionContext context) {
        if (schedule.zeros >= ZEROS) {
            boolean never = schedule.greatest == 0 && step - schedule.zeroSince >= context.setting(WARM_UP_STEPS);
            if (schedule.dropped || never) {
                return Fault.ZERO;
            }
            return schedule.greatest > 0 && schedule.outlived(step) ? Fault.OUTLIVED : Fault.NONE;
        }
        return schedule.small >= SMALL && schedule.outlived(step) ? Fault.OUTLIVED : Fault.NONE;
    }

    private static Verdict calm(State state, double rate) {
        boolean over = switch (state.open) {
            case NONE -> false;
            case ZERO -> rate > 0;
            case OUTLIVED -> rate > 0 && state.schedule.small == 0;
            case JUMPED -> rate < state.jumpedTo / 2;
        };
        if (!over) {
            return Verdict.UNCHANGED;
        }
        state.open = Fault.NONE;
        return Verdict.CLEARED;
    }

    private static Finding.Builder finding(Schedule schedule, Fault fault, long step, DetectionContext context) {
        return switch (fault) {
            case JUMPED -> jumped(schedule, step, context);
            case OUTLIVED -> outlived(schedule, step);
            default -> zero(schedule);
        };
    }

    private static Finding.Builder zero(Schedule schedule) {
        Finding.Builder finding = schedule.greatest == 0
                ? Finding.builder(
                        Severity.WARNING,
                        schedule.zeroSince,
                        "The learning rate has been zero since the first record: nothing is learnt.")
                : Finding.builder(
                                Severity.WARNING,
                                schedule.zeroSince,
                                "The learning rate fell from %.3g to zero at step %d, and the run goes on: nothing is learnt.",
                                schedule.before,
                                schedule.zeroSince)
                        .evidence(Reading.baseline(SeriesNames.LEARNING_RATE, "rate before", schedule.before))
                        .evidence(Reading.baseline(SeriesNames.LEARNING_RATE, "greatest rate", schedule.greatest));
        finding.evidence(Reading.step("first step at zero", schedule.zeroSince))
                .evidence(Reading.level(SeriesNames.LEARNING_RATE, "learning rate", schedule.last)
                        .equalTo(0))
                .evidence(Reading.count("records in a row", schedule.zeros, "records"));
        return finding.advice("learning-rate.zero");
    }

    private static Finding.Builder jumped(Schedule schedule, long step, DetectionContext context) {
        return Finding.builder(
                        Severity.INFO,
                        step,
                        "The learning rate jumped from %.3g to %.3g at step %d.",
                        schedule.before,
                        schedule.last,
                        step)
                .alertClass(AlertClass.DIVERGING)
                .evidence(Reading.ratio(
                                SeriesNames.LEARNING_RATE, "rate over the rate before", schedule.last, schedule.before)
                        .atLeast(context.setting(JUMP)))
                .evidence(Reading.level(SeriesNames.LEARNING_RATE, "learning rate", schedule.last))
                .evidence(Reading.baseline(SeriesNames.LEARNING_RATE, "rate before", schedule.before))
                .evidence(Reading.step("step of the jump", step))
                .advice("learning-rate.jumped");
    }

    private static Finding.Builder outlived(Schedule schedule, long step) {
        long onset = schedule.zeros > 0 ? schedule.zeroSince : schedule.smallSince;
        return Finding.builder(
                        Severity.INFO,
                        onset,
                        "The schedule of the learning rate ended at step %d of now %d: the rate stays at %.3g, its maximum was"
                                + " %.3g.",
                        onset,
                        step,
                        schedule.last,
                        schedule.greatest)
                .alertClass(AlertClass.PLATEAU)
                .evidence(Reading.level(SeriesNames.LEARNING_RATE, "learning rate", schedule.last)
                        .below(0.01 * schedule.greatest))
                .evidence(Reading.baseline(SeriesNames.LEARNING_RATE, "greatest rate", schedule.greatest))
                .evidence(Reading.count("steps since the end of the schedule", step - onset, "steps"))
                .evidence(Reading.step("end of the schedule", onset))
                .evidence(Reading.step("step reached", step))
                .advice("learning-rate.outlived");
    }
}
