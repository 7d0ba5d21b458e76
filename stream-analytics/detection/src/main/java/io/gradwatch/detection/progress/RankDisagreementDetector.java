package io.gradwatch.detection.progress;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
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
 * Fires when the parameter norms of ranks that were equal differ by more than `tolerance` at `steps` steps, or the loss
 * of one rank is non-finite or `apart` times that of the others.
 *
 * <p><b>Meaning</b> Ranks that train one model by data parallelism hold the same parameters. Where they do not, each
 * trains a model of its own, and what is saved is one of them. Usual causes: gradients that one rank did not reduce, a
 * rank that was restored from another checkpoint, an accelerator that computes wrongly.
 *
 * <p><b>Input</b> {@link Step#getParameterNorm()} (global L2 norm) and {@link Step#getLoss()} of every rank.
 *
 * <p><b>Statistic</b> Norms: {@code |a - b| / max(a, b)} of two ranks at one step ({@link NormAgreement}), over the
 * last {@value NormAgreement#STEPS} steps. Losses: level of each rank over 20 steps against the median of the ranks
 * ({@link RankLevels}), for {@value #ROUNDS} rounds; or {@value #NON_FINITE} non-finite losses of one rank, while
 * others stay finite. Losses of 0 or less are not compared.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. The order of a sum in single precision moves a norm by 1e-6; the losses of
 * two minibatches of one data set, over 20 steps, by a tenth. Own choice.
 *
 * <p><b>Firing and recovery</b> Critical for norms that had been equal for {@value NormAgreement#EQUAL_STEPS} steps
 * before, and for a non-finite loss; info for norms that never were (with a sharded model they need not be); warning
 * for losses apart. Recovered when as many steps or rounds in a row agree again.
 *
 * <p><b>Cost and limits</b> 28 bytes of state a rank, up to 16,384, and 3 KB; O(log ranks) a step on average.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class RankDisagreementDetector extends SpecifiedDetector<RankDisagreementDetector.State> {

    static final ConfigKey<Double> TOLERANCE = ConfigKey.number(
            "tolerance", 1e-4, 1e-9, 1, "Difference of two parameter norms over the larger one, 0 to 1.");
    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 3.0, 1, 1e6, "Steps in a row with different norms, a count.");
    static final ConfigKey<Double> APART =
            ConfigKey.number("apart", 3.0, 1.1, 1e6, "Loss of a rank over the median of the ranks, a factor.");

    private static final int ROUNDS = 50;
    private static final int NON_FINITE = 3;

    /** For the service loader. */
    public RankDisagreementDetector() {
        super(
                State::new,
                DetectorSpec.of("rank-disagreement", AlertClass.RANK_DIVERGENCE, Severity.CRITICAL)
                        .judgesBy(Signal.PARAMETER_NORM)
                        .judgesBy(Signal.LOSS)
                        .settings(TOLERANCE, STEPS, APART)
                        .ofAllRanks());
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Of their parameters. */
        public NormAgreement norms = new NormAgreement();
        /** Of their losses. */
        public RankLevels losses = new RankLevels();
        /** Rank with non-finite losses, -1 for none. */
        public int badRank = -1;
        /** Its non-finite losses in a row. */
        public int bad;
        /** Finite losses of other ranks since it began. */
        public int others;
        /** Rank whose loss is apart, -1 for none. */
        public int apart = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        int rank = context.rank();
        if (step.getParameterNorm() != null) {
            state.norms.take(rank, step.getStep(), step.getParameterNorm(), context.setting(TOLERANCE));
        }
        if (step.getLoss() != null && !step.getSkippedByLossScaler()) {
            takeLoss(state, step, rank, context);
        }
        Finding.Builder finding = finding(state, step.getStep(), context);
        return finding == null ? state.clearIf(calm(state, context.setting(STEPS))) : state.fire(finding);
    }

    private static boolean calm(State state, double steps) {
        boolean norms = state.norms.counted < 0 || state.norms.agreeing >= steps;
        return norms && state.bad == 0 && state.apart < 0;
    }

    private static void takeLoss(State state, Step step, int rank, DetectionContext context) {
        double loss = step.getLoss();
        boolean finite = Double.isFinite(loss);
        if (rank == state.badRank) {
            state.bad = finite ? 0 : state.bad + 1;
            state.badRank = finite ? -1 : rank;
        } else if (!finite && state.badRank < 0) {
            state.badRank = rank;
            state.bad = 1;
            state.others = 0;
        } else {
            state.others = finite ? state.others + 1 : 0;
        }
        if (state.losses.add(rank, loss)) {
            double apart = Math.log(context.setting(APART));
            state.apart = state.losses.compare(apart, apart, step.getStep());
        }
    }

    private static Finding.Builder finding(State state, long step, DetectionContext context) {
        NormAgreement norms = state.norms;
        if (norms.differing >= context.setting(STEPS)) {
            return norms(norms, context);
        }
        if (state.bad >= NON_FINITE && state.others >= NON_FINITE) {
            return nonFinite(state.badRank, state.bad, step);
        }
        if (state.apart >= 0 && state.losses.away[state.apart] >= ROUNDS) {
            return losses(state.losses, state.apart, context);
        }
        return null;
    }

    private static Finding.Builder norms(NormAgreement norms, DetectionContext context) {
        double larger = Math.max(Math.abs(norms.oddNorm), Math.abs(norms.otherNorm));
        double difference = Math.abs(norms.oddNorm - norms.otherNorm) / larger;
        String began = norms.equal ? "The ranks no longer hold" : "The ranks never held";
        Finding.Builder finding = Finding.builder(
                        norms.equal ? Severity.CRITICAL : Severity.INFO,
                        norms.since,
                        began + " the same parameters: the norm is %.8g on rank %d and %.8g on others.",
                        norms.oddNorm,
                        norms.odd,
                        norms.otherNorm)
                .rank(norms.odd)
                .evidence(Reading.share(SeriesNames.PARAMETER_NORM, "relative difference of the norms", difference)
                        .above(context.setting(TOLERANCE)))
                .evidence(Reading.level(SeriesNames.PARAMETER_NORM, "norm on that rank", norms.oddNorm))
                .evidence(Reading.baseline(SeriesNames.PARAMETER_NORM, "norm on others", norms.otherNorm))
                .evidence(Reading.count("steps in a row", norms.differing, "steps"));
        if (!norms.equal) {
            finding.advice("rank-disagreement.never-equal");
        }
        return finding.advice("rank-disagreement");
    }

    private static Finding.Builder nonFinite(int rank, int losses, long step) {
        String summary = "The loss of rank " + rank + " alone is not finite, at " + losses + " of its steps in a row.";
        return Finding.builder(Severity.CRITICAL, Math.max(0, step - losses + 1), summary)
                .rank(rank)
                .evidence(Reading.count("non-finite losses in a row", losses, "steps"))
                .advice("rank-disagreement");
    }

    private static Finding.Builder losses(RankLevels losses, int rank, DetectionContext context) {
        double factor = losses.factor(rank);
        double apart = context.setting(APART);
        boolean above = factor > 1;
        Reading ratio = Reading.ratio(SeriesNames.LOSS, "loss over the median of the ranks", factor);
        return Finding.builder(
                        Severity.WARNING,
                        losses.since[rank],
                        "The loss of rank %d is %.3g times that of the others, for %d rounds.",
                        rank,
                        factor,
                        losses.away[rank])
                .rank(rank)
                .evidence(above ? ratio.atLeast(apart) : ratio.atMost(1 / apart))
                .evidence(Reading.level(SeriesNames.LOSS, "loss of that rank", factor * Math.exp(losses.median)))
                .evidence(Reading.baseline(SeriesNames.LOSS, "median loss of the ranks", Math.exp(losses.median)))
                .evidence(Reading.count("rounds in a row", losses.away[rank], "rounds"))
                .advice("rank-disagreement.losses");
    }
}
