package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.optimizer.LearningRateDetector.Fault;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.Locale;

/** Says what the learning rate did, and what it means. */
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
        boolean never = schedule.greatest == 0;
        String summary = never
                ? "The learning rate has been zero since the first record: nothing is learnt."
                : String.format(
                        Locale.ROOT,
                        "The learning rate fell from %.3g to zero at step %d, and the run goes on: nothing is learnt.",
                        schedule.before,
                        schedule.zeroSince);
        Finding.Builder finding = Finding.builder(Severity.WARNING, schedule.zeroSince, summary)
                .evidence("learning rate", schedule.last, "", "=", 0)
                .evidence("records in a row", (double) schedule.zeros, "");
        if (!never) {
            finding.evidence("rate before", schedule.before, "").evidence("greatest rate", schedule.greatest, "");
        }
        return finding.cause("The schedule ends before the run does, or counts steps in another unit.", "K22")
                .cause("The scheduler was built anew or loaded wrongly when the run was resumed.", "K22")
                .remedy("Compare the total steps of the schedule with those of the run.", "K22")
                .remedy("Go on from a checkpoint before the onset with the rate that was meant.", "K22")
                .build();
    }

    private static Finding jumped(Schedule schedule, long step, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The learning rate jumped from %.3g to %.3g at step %d.",
                schedule.before,
                schedule.last,
                step);
        return Finding.builder(Severity.INFO, step, summary)
                .alertClass("diverging")
                .evidence(
                        "rate over the rate before",
                        schedule.last / schedule.before,
                        "",
                        ">=",
                        context.setting(LearningRateDetector.JUMP))
                .cause("The schedule is wrong, or the rate was changed by hand.", "K22")
                .remedy("Watch the loss; if it rises, go back and divide the learning rate by 10.", "K1")
                .build();
    }

    private static Finding outlived(Schedule schedule, long step) {
        long onset = schedule.zeros > 0 ? schedule.zeroSince : schedule.smallSince;
        String summary = String.format(
                Locale.ROOT,
                "The schedule of the learning rate ended at step %d of now %d: the rate stays at %.3g, its maximum was"
                        + " %.3g.",
                onset,
                step,
                schedule.last,
                schedule.greatest);
        return Finding.builder(Severity.INFO, onset, summary)
                .alertClass("plateau")
                .evidence("learning rate", schedule.last, "", "<", 0.01 * schedule.greatest)
                .evidence("steps since the end of the schedule", (double) step - onset, "steps")
                .cause("The schedule is shorter than the run.", "K22")
                .remedy("Stop the run, or set the schedule to the length of the run.", "K22")
                .build();
    }
}
