package io.gradwatch.detection.judged;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.sketch.Course;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the judge of blow-ups finds it probable that the loss or the gradients left their range.
 *
 * <p><b>Meaning</b> Training undoes what it had learnt, or never learnt. Usual causes: a learning rate too high, a bad
 * batch, a flipped sign, an operation that is not safe (K1, K2).
 *
 * <p><b>Input</b> All series of the run: {@link io.gradwatch.detection.sketch.Features}.
 *
 * <p><b>Statistic</b> The smoothed probability of {@link io.gradwatch.detection.judge.Judgement}, fitted on labelled
 * runs; and a {@link io.gradwatch.detection.judge.Rise} that the run shows: without one the next family names the
 * fault.
 *
 * <p><b>Thresholds</b> The bar that {@code detectors.false-alarm-rate} asks for, docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> Class {@code exploding} where the gradient norm stands out, and more than the loss,
 * {@code loss_spike} where the loss has come back by {@value #CAME_BACK} of its rise, else {@code diverging}; critical
 * where the loss is above its start, else warning. Recovered when the loss is back within {@value #BACK} of its rise
 * and the judge no longer sees any fault.
 *
 * <p><b>Cost and limits</b> 16 bytes of state. Known false alarm: the loss of a critic or of a policy that does not say
 * that it is one.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class BlowUpDetector extends JudgedDetector {

    private static final double CAME_BACK = 0.7;
    private static final double BACK = 0.3;

    /** Units of the scale by which the gradient norm stands out. */
    private static final double GRADIENT_STANDS_OUT = 2;

    /** Describes the detector. */
    public BlowUpDetector() {
        super(
                JudgeFamily.BLOW_UP,
                DetectorSpec.of(JudgeFamily.BLOW_UP.id(), AlertClass.DIVERGING, Severity.CRITICAL)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.EVALUATION_LOSS));
    }

    @Override
    Finding.Builder finding(Course loss, DetectionContext context) {
        Course gradient = Course.of(context.curves().sketch.gradient);
        boolean byGradient = gradient != null && gradient.rise() > GRADIENT_STANDS_OUT && gradient.rise() > loss.rise();
        boolean back = loss.rise() <= (1 - CAME_BACK) * loss.top();
        AlertClass alertClass = byGradient ? AlertClass.EXPLODING : back ? AlertClass.LOSS_SPIKE : AlertClass.DIVERGING;
        Severity severity = loss.now() > loss.start() ? Severity.CRITICAL : Severity.WARNING;
        Finding.Builder finding =
                byGradient ? byGradient(severity, gradient, loss, context) : byLoss(severity, loss, back, context);
        String series = series(context);
        finding.evidence(Reading.level(series, "highest " + words(series), loss.highest()))
                .evidence(Reading.baseline(series, words(series) + " at the start", loss.start()))
                .alertClass(alertClass);
        Symptom symptom = byGradient ? Symptom.EXPLODES : back ? Symptom.SPIKES : Symptom.GOES_UP;
        return Diagnosis.of(symptom, context).addTo(finding);
    }

    @Override
    boolean isOver(JudgedState state, Course loss) {
        return loss.rise() <= BACK * loss.top();
    }

    private Finding.Builder byGradient(Severity severity, Course gradient, Course loss, DetectionContext context) {
        String series = series(context);
        return builder(
                        severity,
                        loss.bestAt(),
                        context,
                        "The gradient norm is %.3g; its lowest level was %.3g.",
                        gradient.now(),
                        gradient.best())
                .evidence(Reading.ratio(
                        SeriesNames.GRADIENT_NORM, "growth of the gradient norm", gradient.now(), gradient.best()))
                .evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", gradient.now()))
                .evidence(Reading.baseline(SeriesNames.GRADIENT_NORM, "lowest gradient norm", gradient.best()))
                .evidence(Reading.circumstance(series, words(series) + " now", loss.now()))
                .evidence(Reading.circumstance(series, "best " + words(series), loss.best()));
    }

    private Finding.Builder byLoss(Severity severity, Course loss, boolean back, DetectionContext context) {
        String series = series(context);
        String what = words(series);
        String now = "it is %3$.3g now";
        String format = back
                ? "The %4$s jumped to %1$.3g from a level of %2$.3g; " + now + "."
                : "The %4$s goes up: its best level was %2$.3g, " + now + ".";
        return builder(severity, loss.bestAt(), context, format, loss.highest(), loss.best(), loss.now(), what)
                .evidence(Reading.ratio(series, what + " over its best", loss.now(), loss.best()))
                .evidence(Reading.level(series, what + " now", loss.now()))
                .evidence(Reading.baseline(series, "best " + what, loss.best()));
    }
}
