package io.gradwatch.detection.judged;

import com.google.auto.service.AutoService;
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
 * Fires when the judge of oscillations finds it probable that the loss swings instead of falling.
 *
 * <p><b>Meaning</b> Steps that are too long, or batches that differ from each other: corrupted data (K3).
 *
 * <p><b>Input</b> All series of the run: {@link io.gradwatch.detection.sketch.Features}.
 *
 * <p><b>Statistic</b> The smoothed probability of {@link io.gradwatch.detection.judge.Judgement}, fitted on labelled
 * runs.
 *
 * <p><b>Thresholds</b> The bar that {@code detectors.false-alarm-rate} asks for, docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> Warning. Recovered when the loss is within {@value #NEAR_BEST} units of its best, on
 * the scale of {@link io.gradwatch.detection.sketch.SeriesSketch}, and the judge no longer sees any fault.
 *
 * <p><b>Cost and limits</b> 16 bytes of state. Known false alarm: reinforcement learning that does not say that it is.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OscillationDetector extends JudgedDetector {

    private static final double NEAR_BEST = 0.25;

    /** Describes the detector. */
    public OscillationDetector() {
        super(
                JudgeFamily.OSCILLATION,
                DetectorSpec.of(JudgeFamily.OSCILLATION.id(), AlertClass.OSCILLATING, Severity.WARNING)
                        .judgesBy(Signal.LOSS));
    }

    @Override
    Finding.Builder finding(Course loss, DetectionContext context) {
        return builder(
                        Severity.WARNING,
                        0,
                        context,
                        "The loss swings between %.3g and %.3g instead of falling; it started at %.3g.",
                        loss.best(),
                        loss.highest(),
                        loss.start())
                .evidence(Reading.level(SeriesNames.LOSS, "highest loss", loss.highest()))
                .evidence(Reading.level(SeriesNames.LOSS, "best loss", loss.best()))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss at the start", loss.start()))
                .advice("oscillation");
    }

    @Override
    boolean isOver(JudgedState state, Course loss) {
        return loss.rise() <= NEAR_BEST;
    }
}
