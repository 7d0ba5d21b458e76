package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.LossMeaning;
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
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the loss rises from its usual level by {@code factor}, {@code deviations} times its noise, and
 * {@code records} times the largest rise before.
 *
 * <p><b>Meaning</b> A learning rate too high, a broken batch, or an overflow in reduced precision (K2). Most spikes
 * come back by themselves; the ones that do not end in divergence.
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, before any smoothing. Values that are not finite are
 * left to the non-finite detector; a loss that takes both signs, or of a GAN or of reinforcement learning by its
 * declared objective, is not judged.
 *
 * <p><b>Statistic</b> On the scale of {@link LossCurve}, which is logarithmic above 3 % of the start: {@code e = y -
 * median of the nine values before}. e must be at least {@code ln factor}, {@code (deviations + ln(n / 100)) * noise}
 * with the noise from the median difference between neighbours, and {@code records} times the largest e so far, which
 * forgets 0.05 % a value. The logarithm and the record keep the rate of false alarms from growing with the length of
 * the run, for heavy tails too. Within the first {@value #EARLY} values the loss must also be twice the first one. A
 * rise within nine steps of a learning rate that went back up (a warm restart) is none while it stays below the start.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice, docs/DETECTION_QUALITY.md. Raise {@code records} first if
 * alerts are noisy.
 *
 * <p><b>Firing and recovery</b> At once, warning. Recovered after {@value #CALM} values in a row that are back within
 * the square root of {@code factor}.
 *
 * <p><b>Cost and limits</b> 20 bytes of state, O(1) a value. Misses spikes of a converged loss that stay below 3 % of
 * the start.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class LossSpikeDetector extends SpecifiedDetector<LossSpikeDetector.State> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 2.5, 1.05, 1e6, "Loss over its usual level that makes a spike, a factor.");
    static final ConfigKey<Double> DEVIATIONS =
            ConfigKey.number("deviations", 7.0, 1, 1e6, "Rise over the noise of the loss that makes a spike.");
    static final ConfigKey<Double> RECORDS =
            ConfigKey.number("records", 1.8, 1, 100, "Rise over the largest rise before that makes a spike, a factor.");

    private static final int EARLY = 20;
    private static final int CALM = 20;

    /** For the service loader. */
    public LossSpikeDetector() {
        super(
                State::new,
                DetectorSpec.of("loss-spike", AlertClass.LOSS_SPIKE, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .settings(FACTOR, DEVIATIONS, RECORDS)
                        .as(Role.WITNESS));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Values in a row that are back. */
        public int calm;
        /** Usual level before the spike. */
        public double level;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        LossCurve loss = context.curves().loss;
        if (!context.curves().newLoss) {
            return Verdict.UNCHANGED;
        }
        if (state.firing()) {
            boolean back = loss.scaled(loss.last) - loss.scaled(state.level) < Math.log(context.setting(FACTOR)) / 2;
            state.calm = back ? state.calm + 1 : 0;
            return state.clearIf(state.calm >= CALM);
        }
        if (loss.signed() || loss.excursion < Math.log(context.setting(FACTOR))) {
            return Verdict.UNCHANGED;
        }
        double deviations = context.setting(DEVIATIONS) + Math.max(0, Math.log(loss.count / 100.0));
        boolean restart =
                context.curves().gradient.stepsSinceRestart < LossCurve.USUAL_VALUES && loss.last < loss.start.level;
        boolean spike = !restart
                && loss.excursion >= deviations * loss.noise()
                && loss.excursion >= context.setting(RECORDS) * loss.record
                && (loss.count > EARLY || Math.abs(loss.last) > 2 * Math.abs(loss.start.first[0]));
        if (!spike || !LossMeaning.isError(context.run())) {
            return Verdict.UNCHANGED;
        }
        state.calm = 0;
        state.level = loss.usual;
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        step.getStep(),
                        "The loss jumps from %.3g to %.3g at step %d.",
                        loss.usual,
                        loss.last,
                        step.getStep())
                .evidence(Reading.ratio(SeriesNames.LOSS, "loss over its usual level", loss.last, loss.usual)
                        .atLeast(context.setting(FACTOR)))
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss.last))
                .evidence(Reading.baseline(SeriesNames.LOSS, "usual loss", loss.usual))
                .evidence(Reading.step("step of the jump", step.getStep()))
                .evidence(Reading.certainty(SeriesNames.LOSS, "rise over its noise", loss.excursion / loss.noise())
                        .atLeast(deviations))
                .evidence(Reading.certainty(
                                SeriesNames.LOSS, "rise over the largest one before", loss.excursion / loss.record)
                        .atLeast(context.setting(RECORDS)));
        return state.fire(Diagnosis.of(Symptom.SPIKES, context).addTo(finding));
    }
}
