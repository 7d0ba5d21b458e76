package io.gradwatch.detection.judged;

import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.sketch.Course;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Common part of the detectors that speak for the judge: one fires when the probability of a fault passes the bar and
 * its family is the likeliest.
 */
abstract class JudgedDetector extends SpecifiedDetector<JudgedState> {

    /** Name of the validation loss. */
    static final String VALIDATION = SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);

    private final JudgeFamily family;

    JudgedDetector(JudgeFamily family, DetectorSpec spec) {
        super(JudgedState::new, spec.as(Role.JUDGE));
        this.family = family;
    }

    /** The words for people; null where too little is known. */
    abstract Finding.Builder finding(Course course, DetectionContext context);

    /** True where the stream shows that the reported fault is over. */
    abstract boolean isOver(JudgedState state, Course course);

    /** The series of the alert; null where too little is known. */
    Course course(DetectionContext context) {
        return Course.of(context.curves().sketch.main());
    }

    @Override
    public final Verdict onStep(JudgedState state, Step step, DetectionContext context) {
        return judge(state, context);
    }

    @Override
    public final Verdict onEvaluation(JudgedState state, Evaluation evaluation, DetectionContext context) {
        return judge(state, context);
    }

    @Override
    public final Verdict onEnd(JudgedState state, RunEnded ended, DetectionContext context) {
        return state.firing() ? Verdict.UNCHANGED : judge(state, context);
    }

    private Verdict judge(JudgedState state, DetectionContext context) {
        Judgement judgement = context.judgement();
        if (judgement.looks == state.looks) {
            return Verdict.UNCHANGED;
        }
        // The look may have been at an event that this detector is not shown.
        state.looks = judgement.looks;
        if (!state.firing() && !(judgement.sees(family) && LossMeaning.isError(context.run()))) {
            return Verdict.UNCHANGED;
        }
        Course course = course(context);
        if (course == null) {
            return Verdict.UNCHANGED;
        }
        if (state.firing()) {
            return state.clearIf(!(judgement.sees() || !isOver(state, course)));
        }
        Finding.Builder finding = finding(course, context);
        if (finding == null) {
            return Verdict.UNCHANGED;
        }
        state.level = course.now();
        return state.fire(finding);
    }

    /** Name of the series that {@link #course} is of. */
    static String series(DetectionContext context) {
        return context.curves().sketch.main() == context.curves().sketch.validation ? VALIDATION : SeriesNames.LOSS;
    }

    /** The series in words. */
    static String words(String series) {
        return series.equals(SeriesNames.LOSS) ? "loss" : "validation loss";
    }

    /** A finding that says how sure the judge is. */
    Finding.Builder builder(
            Severity severity, double onset, DetectionContext context, String format, Object... numbers) {
        Judgement judgement = context.judgement();
        return Finding.builder(severity, context.curves().sketch.stepAt(onset), format, numbers)
                .evidence(Reading.certainty("", "probability", 100 * judgement.probability)
                        .in("%")
                        .atLeast(100 * judgement.bar));
    }
}
