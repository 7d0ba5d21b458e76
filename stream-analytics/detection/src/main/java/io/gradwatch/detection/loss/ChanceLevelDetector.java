package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.MannKendall;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Arrays;

/**
 * Fires when the loss of a classification stays within {@code tolerance} of ln K, that of a guess among K classes.
 *
 * <p><b>Meaning</b> Whatever the loss was before, the network now says the same of every example. Usual causes:
 * gradients that do not reach the whole model after a blow-up, a learning rate too high, the wrong input to the loss
 * (K4, K8), labels that carry no signal (K21).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank in nats, the declared classes, else the accuracy on the
 * train-val split or the last training accuracy (0 to 1): without both nothing is judged, since many a loss passes ln
 * 10.
 *
 * <p><b>Statistic</b> L is the mean of the later half of the blocks of {@link LossCurve}. {@code |L / ln K - 1|} must
 * be at most {@code tolerance}, for the declared K, else for one of 2, 10, 100 and 1000 of which the accuracy is that
 * of a guess (at most {@code max(1.5 / K, 1 / K + 0.1)}). The later half must be flat: within {@value #MOVING} of L and
 * 4 deviations of the noise, and not falling (Mann-Kendall score above {@value #FALLING}); or, after
 * {@value #CREEPING_EPOCHS} epochs, falling by at most {@value #CREEPING} of L.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md. ln K is exact for a uniform guess.
 *
 * <p><b>Firing and recovery</b> From an exposure of {@value #FIRST_EXPOSURE} on, warning. Recovered when the later half
 * has left the level.
 *
 * <p><b>Cost and limits</b> 1 byte of state; O(64^2) where a block is complete. Known false alarm: a slow starter that
 * is flat at ln K for more than six epochs. Misses class counts that are neither declared nor usual.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ChanceLevelDetector extends SpecifiedDetector<FiringState> {

    static final ConfigKey<Double> TOLERANCE =
            ConfigKey.number("tolerance", 0.01, 0.0001, 0.2, "Distance of the loss from ln K that is none, a ratio.");

    private static final int FEWEST = 8;
    private static final double FIRST_EXPOSURE = 1.25;
    private static final double FALLING = -1.64;
    private static final double MOVING = 0.05;
    private static final double CREEPING = 0.001;
    private static final double CREEPING_EPOCHS = 30;
    private static final int[] USUAL_CLASSES = {2, 10, 100, 1000};

    /** For the service loader. */
    public ChanceLevelDetector() {
        super(
                FiringState::new,
                DetectorSpec.of("chance-level", AlertClass.PLATEAU, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .settings(TOLERANCE)
                        .as(Role.WITNESS));
    }

    @Override
    public Verdict onStep(FiringState state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss || !loss.blockCompleted || loss.blocks.size < FEWEST) {
            return Verdict.UNCHANGED;
        }
        double[] blocks = loss.blocks.toArray();
        int from = blocks.length / 2;
        double level = Arrays.stream(blocks, from, blocks.length).average().orElse(Double.NaN);
        double tolerance = context.setting(TOLERANCE);
        int classes = classes(level, tolerance, context);
        if (state.firing()) {
            return state.clearIf(classes == 0);
        }
        if (classes == 0 || loss.exposure() < FIRST_EXPOSURE || !flat(loss, blocks, from, level)) {
            return Verdict.UNCHANGED;
        }
        return state.fire(finding(loss.stepOf(from), level, classes, context));
    }

    private static Finding.Builder finding(long onset, double level, int classes, DetectionContext context) {
        double guess = Math.log(classes);
        boolean evaluated = evaluated(context.curves());
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        onset,
                        "The loss stays at %.4g, that of a guess among %d classes (%.4g).",
                        level,
                        classes,
                        guess)
                .evidence(Reading.share(SeriesNames.LOSS, "distance from a guess", Math.abs(level / guess - 1))
                        .atMost(context.setting(TOLERANCE)))
                .evidence(Reading.level(SeriesNames.LOSS, "loss", level))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss of a guess", guess))
                .evidence(Reading.count("classes", classes, "classes"));
        double accuracy = accuracy(context.curves());
        if (!Double.isNaN(accuracy)) {
            String series = evaluated ? SeriesNames.ofEvaluation(Split.TRAIN_VAL, "accuracy") : "accuracy";
            finding.evidence(Reading.level(series, "accuracy", accuracy).atMost(guessed(classes)));
        }
        Diagnosis.of(Symptom.PLATEAUS, context).addTo(finding);
        return finding.advice("chance-level");
    }

    private static boolean flat(LossCurve loss, double[] blocks, int from, double level) {
        double noise = Medians.noise(blocks, 1);
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = from; i < blocks.length; i++) {
            highest = Math.max(highest, blocks[i]);
            lowest = Math.min(lowest, blocks[i]);
        }
        boolean creeps = MannKendall.z(blocks, blocks.length - from >= FEWEST ? from : 0) <= FALLING;
        return creeps
                ? highest - lowest <= CREEPING * level && loss.lastEpoch >= CREEPING_EPOCHS
                : highest - lowest <= MOVING * level + 4 * noise;
    }

    /** Number of classes of which the level is a guess; 0 for none. */
    private static int classes(double level, double tolerance, DetectionContext context) {
        Integer declared = context.run().getClasses();
        if (declared != null) {
            return matches(level, declared, tolerance, true, context.curves()) ? declared : 0;
        }
        for (int usual : USUAL_CLASSES) {
            if (matches(level, usual, tolerance, false, context.curves())) {
                return usual;
            }
        }
        return 0;
    }

    private static boolean matches(double level, int classes, double tolerance, boolean declared, RunCurves curves) {
        if (classes < 2 || Math.abs(level / Math.log(classes) - 1) > tolerance) {
            return false;
        }
        double accuracy = accuracy(curves);
        return Double.isNaN(accuracy) ? declared : accuracy <= guessed(classes);
    }

    private static double accuracy(RunCurves curves) {
        return evaluated(curves) ? curves.sketch.validationAccuracy.recent.median(4) : curves.accuracy.last;
    }

    private static boolean evaluated(RunCurves curves) {
        return curves.sketch.validationAccuracy.count >= 2;
    }

    /** Accuracy up to which a network guesses. */
    private static double guessed(int classes) {
        return Math.max(1.5 / classes, 1.0 / classes + 0.1);
    }
}
