package io.gradwatch.detection.judged;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.diagnosis.OverfittingAdvice;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.sketch.Course;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the judge of over-fitting finds it probable that the run gets worse on data that it is not trained on.
 *
 * <p><b>Meaning</b> What is learnt holds for the training data only (variance, K15). Usual causes: too little data for
 * the size of the model, too little regularization, training for too long.
 *
 * <p><b>Input</b> All series of the run: {@link io.gradwatch.detection.sketch.Features}.
 *
 * <p><b>Statistic</b> The smoothed probability of {@link io.gradwatch.detection.judge.Judgement}, fitted on labelled
 * runs.
 *
 * <p><b>Thresholds</b> The bar that {@code detectors.false-alarm-rate} asks for, docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> Warning, on the train-val split. Recovered when the validation loss is within
 * {@value #BACK} units of its best, on the scale of {@link io.gradwatch.detection.sketch.SeriesSketch}, and the judge
 * no longer sees any fault.
 *
 * <p><b>Cost and limits</b> 16 bytes of state. Known false alarm: a small validation set.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OverfittingDetector extends JudgedDetector {

    private static final double BACK = 0.05;

    /** Describes the detector. */
    public OverfittingDetector() {
        super(
                JudgeFamily.OVERFITTING,
                DetectorSpec.of(JudgeFamily.OVERFITTING.id(), AlertClass.OVERFITTING, Severity.WARNING)
                        .judgesBy(Signal.EVALUATION_LOSS));
    }

    @Override
    Course course(DetectionContext context) {
        return Course.of(context.curves().sketch.validation);
    }

    @Override
    Finding.Builder finding(Course validation, DetectionContext context) {
        Course training = Course.of(context.curves().sketch.loss);
        Finding.Builder finding = builder(
                        Severity.WARNING,
                        validation.bestAt(),
                        context,
                        "The validation loss is %.3g, as the median of its last three values; its best level was %.3g. The"
                                + " run gets worse on data that it is not trained on.",
                        validation.now(),
                        validation.best())
                .split(Split.TRAIN_VAL)
                .evidence(
                        Reading.ratio(VALIDATION, "validation loss over its best", validation.now(), validation.best()))
                .evidence(Reading.level(VALIDATION, "validation loss, median of three", validation.now()))
                .evidence(Reading.baseline(VALIDATION, "best level of the validation loss", validation.best()));
        if (training != null) {
            finding.evidence(Reading.circumstance(SeriesNames.LOSS, "training loss", training.now()));
        }
        long best = context.curves().sketch.stepAt(validation.bestAt());
        return OverfittingAdvice.addTo(finding, best, context.run());
    }

    @Override
    boolean isOver(JudgedState state, Course validation) {
        return validation.rise() <= BACK;
    }
}
