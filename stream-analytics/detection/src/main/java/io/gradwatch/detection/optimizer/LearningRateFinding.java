package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.optimizer.LearningRateDetector.Fault;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/** A learning rate that jumped, fell to zero or outlived its schedule. */
final class LearningRateFinding {

    private LearningRateFinding() {}

    static Finding of(Schedule schedule, Fault fault, long step, DetectionContext context) {
        return switch (fault) {
            case JUMPED -> jumped(schedule, step, context);
            case OUTLIVED -> outlived(schedule, step);
            default -> zero(schedule);
        };
    }

    private static Finding zero(Schedule schedule) {
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
        return finding.cause("The schedule ends before the run does, or counts steps in another unit.", "K22")
                .cause("The scheduler was built anew or loaded wrongly when the run was resumed.", "K22")
                .remedy("Compare the total steps of the schedule with those of the run.", "K22")
                .remedy("Go on from a checkpoint before the onset with the rate that was meant.", "K22")
                .build();
    }

    private static Finding jumped(Schedule schedule, long step, DetectionContext context) {
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
                        .atLeast(context.setting(LearningRateDetector.JUMP)))
                .evidence(Reading.level(SeriesNames.LEARNING_RATE, "learning rate", schedule.last))
                .evidence(Reading.baseline(SeriesNames.LEARNING_RATE, "rate before", schedule.before))
                .evidence(Reading.step("step of the jump", step))
                .cause("The schedule is wrong, or the rate was changed by hand.", "K22")
                .remedy("Watch the loss; if it rises, go back and divide the learning rate by 10.", "K1")
                .build();
    }

    private static Finding outlived(Schedule schedule, long step) {
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
                .cause("The schedule is shorter than the run.", "K22")
                .remedy("Stop the run, or set the schedule to the length of the run.", "K22")
                .build();
    }
}
