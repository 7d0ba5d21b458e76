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

/**
 * Fires when the judge of standstills finds it probable that the run learns nothing, or nothing more that it should.
 *
 * <p><b>Meaning</b> Parameters that do not move, gradients that do not reach them, a learning rate too low, data that
 * say nothing (K4); or a level far above what the task allows (K13).
 *
 * <p><b>Input</b> All series of the run: {@link io.gradwatch.detection.sketch.Features}.
 *
 * <p><b>Statistic</b> The smoothed probability of {@link io.gradwatch.detection.judge.Judgement}, fitted on labelled
 * runs.
 *
 * <p><b>Thresholds</b> The bar that {@code detectors.false-alarm-rate} asks for, docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> Warning; class {@code plateau} where the loss never fell by a tenth, else
 * {@code underfitting}. Recovered when the loss is a tenth below what it was when it fired, and the judge no longer
 * sees any fault.
 *
 * <p><b>Cost and limits</b> 16 bytes of state. Known false alarm: a run that begins to learn late.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class StandstillDetector extends JudgedDetector {

    private static final double LEARNT = 0.1;

    /** Describes the detector. */
    public StandstillDetector() {
        super(
                JudgeFamily.STANDSTILL,
                DetectorSpec.of(JudgeFamily.STANDSTILL.id(), AlertClass.PLATEAU, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.EVALUATION_LOSS));
    }

    @Override
    Finding.Builder finding(Course loss, DetectionContext context) {
        boolean neverLearnt = loss.start() - loss.best() < LEARNT * Math.abs(loss.start());
        String series = series(context);
        String what = words(series);
        String head = neverLearnt ? "The %s hardly moved" : "The %s no longer falls and is high for a run like this";
        Finding.Builder finding = builder(
                        Severity.WARNING,
                        neverLearnt ? 0 : loss.bestAt(),
                        context,
                        head + ": it started at %.4g and is %.4g after %d values.",
                        what,
                        loss.start(),
                        loss.now(),
                        loss.values())
                .evidence(Reading.level(series, what + " now", loss.now()))
                .evidence(Reading.baseline(series, what + " at the start", loss.start()))
                .evidence(Reading.baseline(series, "best " + what, loss.best()))
                .evidence(Reading.count("values seen", loss.values(), "values"))
                .alertClass(neverLearnt ? AlertClass.PLATEAU : AlertClass.UNDERFITTING);
        return Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding);
    }

    @Override
    boolean isOver(JudgedState state, Course loss) {
        return loss.now() < state.level - LEARNT * Math.abs(state.level);
    }
}
