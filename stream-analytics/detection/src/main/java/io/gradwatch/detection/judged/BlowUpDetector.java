package io.gradwatch.detection.judged;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.sketch.Course;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Fires when the judge of blow-ups finds it probable that the loss or the gradients left their range.
 *
 * <p><b>Meaning</b> Training undoes what it had learnt, or never learnt. Usual causes: a learning rate too high, a bad
 * batch, a flipped sign, an operation that is not safe (K1, K2).
 *
 * <p><b>Input</b> All series of the run: {@link io.gradwatch.detection.sketch.Features}.
 *
 * <p><b>Statistic</b> The smoothed probability of {@link io.gradwatch.detection.judge.Judgement}, fitted on labelled
 * runs.
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
                "diverging",
                Severity.CRITICAL,
                List.of(Set.of(Signal.LOSS), Set.of(Signal.EVALUATION_LOSS)),
                List.of("K1", "K2"),
                "Fires when the judge of blow-ups finds it probable that the loss or the gradients left their range.");
    }

    @Override
    Finding finding(Course loss, DetectionContext context) {
        Course gradient = Course.of(context.curves().sketch.gradient);
        boolean byGradient = gradient != null && gradient.rise() > GRADIENT_STANDS_OUT && gradient.rise() > loss.rise();
        boolean back = loss.rise() <= (1 - CAME_BACK) * loss.top();
        String alertClass = byGradient ? "exploding" : back ? "loss_spike" : "diverging";
        String summary = byGradient
                ? text("The gradient norm is %.3g; its usual level was %.3g.", gradient.now(), gradient.best())
                : back
                        ? text("The loss jumped to %.3g from a level of %.3g.", loss.highest(), loss.best())
                        : text("The loss goes up: its best level was %.3g, it is %.3g now.", loss.best(), loss.now());
        Severity severity = loss.now() > loss.start() ? Severity.CRITICAL : Severity.WARNING;
        Finding.Builder finding = builder(severity, loss.bestAt(), summary, context)
                .evidence("loss now", loss.now(), "")
                .evidence("best loss", loss.best(), "")
                .evidence("highest loss", loss.highest(), "")
                .evidence("loss at the start", loss.start(), "")
                .alertClass(alertClass);
        Symptom symptom = byGradient ? Symptom.EXPLODES : back ? Symptom.SPIKES : Symptom.GOES_UP;
        return Diagnosis.of(symptom, context).addTo(finding).build();
    }

    @Override
    boolean isOver(JudgedState state, Course loss, DetectionContext context) {
        return loss.rise() <= BACK * loss.top();
    }

    private static String text(String format, double first, double second) {
        return String.format(Locale.ROOT, format, first, second);
    }
}
