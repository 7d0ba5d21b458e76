package io.gradwatch.detection.curve;

import io.gradwatch.detection.stats.LogLevel;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.Step;
import java.util.List;
import java.util.stream.Collectors;

/** The optimizer, its batches and its settings, as a watcher saw them. A plain state of 500 bytes. */
public class OptimizerFacts {

    /** Views that count as of late. */
    public static final int RECENT = 5;

    /** Cosine of computed and given gradient up to which their sign is flipped; a right run has 1. */
    public static final double TURNED = -0.5;

    /** Cosine of gradient and update from which on a step goes uphill; a right run begins at about -1. */
    public static final double UPHILL = 0.5;

    private static final int MEMORY = 20;
    private static final int NAMES = 3;
    private static final int NAME_CHARACTERS = 60;
    private static final double CHANGED = 1.5;
    private static final double MOSTLY = 0.9;

    /** Trainable tensors, 0 where no view came. */
    public int parameters;

    /** Of them, those that no optimizer holds at the last view. */
    public int missing;

    /** Names of the first of them. */
    public String missingNames = "";

    /** Trainable tensors without a gradient at the last view. */
    public int withoutGradient;

    /** Names of the first of them. */
    public String withoutGradientNames = "";

    /** Views in a row, the last one included, at which the gradients of the step before were still there. */
    public int keptInRow;

    /** Last cosines between the gradient that was computed and the one that the optimizer got. */
    public Ring agreement = new Ring(RECENT);

    /** Last cosines between the gradient and the update. */
    public Ring ascent = new Ring(RECENT);

    /** True where a step of the attempt went downhill: then those that go uphill are the overshoot of momentum. */
    public boolean downhill;

    /** Norm to which gradients are clipped, NaN where they are not. */
    public double clipNorm = Double.NaN;

    /** Gradient norm before clipping over that norm. */
    public LogLevel clipped = new LogLevel();

    /** Weight decay of the optimizer of late, NaN where unknown. */
    public double weightDecay = Double.NaN;

    /** Examples of the last batch that told them, 0 before. */
    public int batchSize;

    /** Share of the most frequent class among the labels of a batch; NaN before the first. */
    public double topShare = Double.NaN;

    /** Batches that told their labels. */
    public long labelled;

    /** Batches of which nearly all examples were of one class. */
    public long ofOneClass;

    /** The most frequent class of the last batch, -1 before. */
    public int topClass = -1;

    /** Times it was another than in the batch before. */
    public long topChanges;

    /** True where the last loss was taken over more elements than output and target had. */
    public boolean broadcast;

    /** True where it was, and not on purpose. */
    public boolean broadcastCertain;

    /** Largest factor by which the learning rate rose from one value to the next. */
    public double rateJump = 1;

    /** Times it rose so much that it is no warm-up of many steps. */
    public int rateRises;

    /** Level of the first update ratios. */
    public LogLevel firstUpdateRatio = new LogLevel();

    /** Norm of the parameters at first and of late, NaN where unknown. */
    public double firstParameterNorm = Double.NaN;

    /** See {@link #firstParameterNorm}. */
    public double parameterNorm = Double.NaN;

    /** True where the optimizer of late gets the reverse of what was computed. */
    public boolean turned() {
        return agreement.size() >= RECENT && agreement.median(RECENT) <= TURNED;
    }

    /** True where steps of late go uphill and none before them went downhill. */
    public boolean uphill() {
        return ascent.size() >= RECENT && ascent.median(RECENT) >= UPHILL && !downhill;
    }

    /** @param lastRate learning rate before the step, NaN before the first */
    void take(Step step, double lastRate) {
        takeRate(step.getLearningRate(), lastRate);
        if (step.getBatchSize() != null) {
            batchSize = step.getBatchSize();
        }
        if (step.getParameterNorm() != null && Double.isFinite(step.getParameterNorm())) {
            parameterNorm = step.getParameterNorm();
            firstParameterNorm = Double.isNaN(firstParameterNorm) ? parameterNorm : firstParameterNorm;
        }
        if (step.getUpdateRatio() != null && firstUpdateRatio.count < RECENT) {
            firstUpdateRatio.add(step.getUpdateRatio(), RECENT);
        }
        if (step.getBatch() != null) {
            take(step.getBatch());
        }
        if (step.getOptimizer() != null) {
            take(step.getOptimizer(), step.getGradientNorm());
        }
    }

    private void takeRate(Double rate, double lastRate) {
        if (rate != null && Double.isFinite(rate) && rate > CHANGED * lastRate && lastRate > 0) {
            rateRises++;
            rateJump = Math.max(rateJump, rate / lastRate);
        }
    }

    private void take(BatchView batch) {
        List<Integer> output = batch.getOutputShape();
        List<Integer> target = batch.getTargetShape();
        if (!output.isEmpty() && !target.isEmpty()) {
            broadcast = Shapes.taken(batch) > Shapes.most(batch);
            broadcastCertain = broadcast && Shapes.isCertain(batch);
        }
        long all = 0;
        int top = -1;
        for (int i = 0; i < batch.getLabelCounts().size(); i++) {
            long count = batch.getLabelCounts().get(i);
            all += count;
            top = top < 0 || count > batch.getLabelCounts().get(top) ? i : top;
        }
        if (all >= 2) {
            double share = (double) batch.getLabelCounts().get(top) / all;
            labelled++;
            ofOneClass += share >= MOSTLY ? 1 : 0;
            topShare = Double.isNaN(topShare) ? share : topShare + (share - topShare) / Math.min(labelled, MEMORY);
            topChanges += topClass >= 0 && top != topClass ? 1 : 0;
            topClass = top;
        }
    }

    private void take(OptimizerView view, Double norm) {
        parameters = view.getParameters();
        missing = view.getMissing();
        missingNames = firstOf(view.getMissingNames());
        withoutGradient = view.getWithoutGradient();
        withoutGradientNames = firstOf(view.getWithoutGradientNames());
        if (view.getGradientsKept() != null) {
            keptInRow = view.getGradientsKept() ? keptInRow + 1 : 0;
            // Gradients that piled up point another way than those that were computed, and prove nothing.
            if (!view.getGradientsKept() && view.getGradientAgreement() != null) {
                agreement.add(view.getGradientAgreement());
            }
        }
        if (view.getAscent() != null) {
            ascent.add(view.getAscent());
            downhill |= view.getAscent() < 0;
        }
        clipNorm = view.getClipNorm() == null ? Double.NaN : view.getClipNorm();
        if (clipNorm > 0 && norm != null) {
            clipped.add(norm / clipNorm, MEMORY);
        }
        if (view.getWeightDecay() != null) {
            weightDecay = view.getWeightDecay();
        }
    }

    private static String firstOf(List<String> names) {
        return names.stream()
                .limit(NAMES)
                .map(name -> name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS) + "…")
                .collect(Collectors.joining(", "));
    }
}
