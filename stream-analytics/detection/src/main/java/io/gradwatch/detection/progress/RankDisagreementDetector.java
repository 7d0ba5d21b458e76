package io.gradwatch.detection.progress;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;

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
public final class RankDisagreementDetector implements Detector<RankDisagreementDetector.State> {

    static final ConfigKey<Double> TOLERANCE = ConfigKey.number(
            "tolerance", 1e-4, 1e-9, 1, "Difference of two parameter norms over the larger one, 0 to 1.");
    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 3.0, 1, 1e6, "Steps in a row with different norms, a count.");
    static final ConfigKey<Double> APART =
            ConfigKey.number("apart", 3.0, 1.1, 1e6, "Loss of a rank over the median of the ranks, a factor.");

    private static final int ROUNDS = 50;
    private static final int NON_FINITE = 3;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "rank-disagreement",
            AlertClass.RANK_DIVERGENCE,
            Severity.CRITICAL,
            Ranks.ALL,
            List.of(Set.of(Signal.PARAMETER_NORM), Set.of(Signal.LOSS)),
            List.of(),
            "Fires when the parameter norms of ranks that were equal differ by more than `tolerance` at `steps` steps, or"
                    + " the loss of one rank is non-finite or `apart` times that of the others.",
            List.of(TOLERANCE, STEPS, APART));

    /** State of a run. A Flink POJO. */
    public static class State {
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
        /** Severity of the open alert, null while there is none. */
        public Severity open;
    }

    @Override
    public DetectorSpec spec() {
        return SPEC;
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State newState() {
        return new State();
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
        Finding finding = finding(state, step.getStep(), context);
        if (finding == null) {
            boolean over = state.open != null && calm(state, context.setting(STEPS));
            state.open = over ? null : state.open;
            return over ? Verdict.CLEARED : Verdict.UNCHANGED;
        }
        if (state.open != null && state.open.compareTo(finding.severity()) >= 0) {
            return Verdict.UNCHANGED;
        }
        state.open = finding.severity();
        return Verdict.firing(finding);
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

    private static Finding finding(State state, long step, DetectionContext context) {
        NormAgreement norms = state.norms;
        if (norms.differing >= context.setting(STEPS)) {
            return RankDisagreementFinding.norms(norms, context);
        }
        if (state.bad >= NON_FINITE && state.others >= NON_FINITE) {
            return RankDisagreementFinding.nonFinite(state.badRank, state.bad, step);
        }
        if (state.apart >= 0 && state.losses.away[state.apart] >= ROUNDS) {
            return RankDisagreementFinding.losses(state.losses, state.apart, context);
        }
        return null;
    }
}
