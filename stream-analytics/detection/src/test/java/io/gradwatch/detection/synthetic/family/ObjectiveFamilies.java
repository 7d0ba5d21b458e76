package io.gradwatch.detection.synthetic.family;

import static io.gradwatch.detection.synthetic.family.HealthyFamily.epochs;
import static io.gradwatch.detection.synthetic.family.HealthyFamily.steps;
import static io.gradwatch.detection.synthetic.family.Trait.GRADIENTS;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNS;
import static io.gradwatch.detection.synthetic.family.Trait.VALIDATES;

import java.util.List;

/** Losses that are not the cross-entropy of a classifier. */
final class ObjectiveFamilies {

    private ObjectiveFamilies() {}

    static List<HealthyFamily> all() {
        return List.of(
                steps("objective-policy-loss", ObjectiveFamilies::policyLoss),
                steps("objective-value-loss", ObjectiveFamilies::valueLoss),
                steps("objective-value-loss-with-returns", ObjectiveFamilies::valueLossWithReturns)
                        .declaring("reinforcement-learning"),
                steps("objective-gan-discriminator", ObjectiveFamilies::discriminator),
                steps("objective-gan-generator", ObjectiveFamilies::generator).declaring("gan"),
                steps("objective-diffusion", ObjectiveFamilies::diffusion),
                steps("objective-contrastive", ObjectiveFamilies::contrastive),
                steps("objective-log-likelihood", ObjectiveFamilies::logLikelihood),
                epochs("objective-log-likelihood-epochs", ObjectiveFamilies::logLikelihoodEpochs),
                steps("objective-tiny-loss", ObjectiveFamilies::tinyLoss, LEARNS, GRADIENTS),
                steps("objective-huge-loss", ObjectiveFamilies::hugeLoss, LEARNS, GRADIENTS),
                epochs("objective-regression-epochs", ObjectiveFamilies::regressionEpochs, LEARNS, VALIDATES),
                epochs("objective-perplexity-epochs", ObjectiveFamilies::perplexityEpochs, LEARNS, VALIDATES),
                steps("objective-multi-task", ObjectiveFamilies::multiTask, LEARNS, GRADIENTS));
    }

    /** Goes up and down around zero, whatever the policy learns. */
    private static Curve policyLoss(Draw draw, long rows) {
        double scale = draw.magnitude(0.003, 0.3);
        double offset = draw.between(-1, 0.5);
        double tails = draw.between(2.5, 6);
        return (index, row) -> {
            row.level = scale * offset;
            row.loss = scale * (offset + draw.student(tails));
            row.gradientNorm = draw.between(0.2, 0.6) * draw.factor(0.4);
        };
    }

    /** Wanders with what the policy visits, without a trend. */
    private static Curve valueLoss(Draw draw, long rows) {
        double level = draw.magnitude(0.01, 100);
        Noise wander = Noise.autocorrelated(draw, 1 - draw.magnitude(0.003, 0.1), draw.between(0.2, 0.5));
        return new StepLog(rows, Level.exponential(level, level, 1), share -> wander.next(share) * draw.factor(0.3))
                .gradients(draw.magnitude(0.1, 5), 0, Noise.lognormal(draw, 0.5));
    }

    /** Grows with the square of returns that grow: more to predict, not a worse prediction. */
    private static Curve valueLossWithReturns(Draw draw, long rows) {
        double first = draw.magnitude(0.1, 10);
        double growth = draw.magnitude(3, 30);
        Noise noise = Noise.autocorrelated(draw, draw.between(0.5, 0.95), draw.between(0.2, 0.4));
        return (index, row) -> {
            double share = Level.share(index, rows);
            double learnt = 1 / (1 + Math.exp(-8 * (share - 0.4)));
            row.level = first * (1 + (growth - 1) * learnt);
            row.loss = row.level * noise.next(share);
            row.reward = 20 + 480 * learnt + 20 * draw.normal();
        };
    }

    /** Stays about ln 2, or falls below it, and wanders. */
    private static Curve discriminator(Draw draw, long rows) {
        Level level = Level.exponential(0.69, draw.between(0.3, 0.65), draw.between(1, 5));
        Noise wander = Noise.autocorrelated(draw, draw.between(0.9, 0.99), draw.between(0.1, 0.3));
        return new StepLog(rows, level, share -> wander.next(share) * draw.factor(0.25));
    }

    /** Rises as the discriminator learns, with a wide noise, and stays there. */
    private static Curve generator(Draw draw, long rows) {
        Level level = Level.exponential(draw.between(0.7, 1.2), draw.between(1.5, 5), draw.between(3, 15));
        Noise wander = Noise.autocorrelated(draw, draw.between(0.9, 0.99), draw.between(0.1, 0.25));
        return new StepLog(rows, level, share -> wander.next(share) * draw.factor(draw.between(0.2, 0.35)));
    }

    /** Falls at once, then is noise: which time step was drawn matters more than what was learnt. */
    private static Curve diffusion(Draw draw, long rows) {
        Level level = Level.power(1, draw.between(0.01, 0.08), draw.magnitude(2, 15), draw.between(0.8, 1.3));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.2, 0.5)))
                .gradients(draw.magnitude(0.1, 2), 0.7, Noise.lognormal(draw, 0.4));
    }

    /** From the logarithm of the batch, slowly. */
    private static Curve contrastive(Draw draw, long rows) {
        double start = Math.log(draw.whole(64, 8192));
        Level level =
                Level.power(start, start * draw.between(0.02, 0.4), draw.magnitude(20, 80), draw.between(0.3, 0.7));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.08)))
                .gradients(draw.magnitude(0.5, 5), 0.3, Noise.lognormal(draw, 0.3));
    }

    /** The negative logarithm of a density: crosses zero and goes on. */
    private static Curve logLikelihood(Draw draw, long rows) {
        double start = draw.magnitude(1, 100);
        Level level = Level.learning(draw, start, -start * draw.between(0.3, 3));
        double noise = start * draw.between(0.02, 0.15);
        return (index, row) -> {
            row.level = level.at(index, rows);
            row.loss = row.level + noise * draw.normal();
            row.gradientNorm = 5 * draw.factor(0.4);
        };
    }

    private static Curve logLikelihoodEpochs(Draw draw, long rows) {
        double start = draw.magnitude(1, 100);
        Level level = Level.learning(draw, start, -start * draw.between(0.3, 3));
        double noise = start * draw.between(0.005, 0.05);
        return (index, row) -> {
            row.epoch = index + 1.0;
            row.level = level.at(index, rows);
            row.loss = row.level + noise * draw.normal();
            row.validationLoss = row.level + 0.05 * start + noise * draw.normal();
        };
    }

    private static Curve tinyLoss(Draw draw, long rows) {
        double start = draw.magnitude(1e-8, 1e-5);
        Level level = Level.learning(draw, start, start * draw.between(0.01, 0.2));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.05, 0.2)))
                .gradients(draw.magnitude(1e-7, 1e-4), 0.5, Noise.lognormal(draw, 0.3));
    }

    private static Curve hugeLoss(Draw draw, long rows) {
        double start = draw.magnitude(1e4, 1e7);
        Level level = Level.exponential(start, start * draw.magnitude(1e-4, 0.1), draw.between(6, 30));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.05, 0.3)))
                .gradients(draw.magnitude(1e3, 1e6), 0.5, Noise.lognormal(draw, 0.4));
    }

    private static Curve regressionEpochs(Draw draw, long rows) {
        double start = draw.magnitude(1e2, 1e7);
        Level level = Level.exponential(start, start * draw.magnitude(1e-3, 0.2), draw.between(4, 20));
        return new EpochLog(rows, level, Noise.lognormal(draw, draw.between(0.01, 0.06)))
                .validation(level.times(draw.between(0.9, 1.2)), Noise.lognormal(draw, draw.between(0.02, 0.08)));
    }

    /** The exponential of a cross-entropy: thousands at first. */
    private static Curve perplexityEpochs(Draw draw, long rows) {
        Level loss = Level.learning(draw, draw.between(6.5, 9.2), draw.between(3, 4.5));
        return new EpochLog(rows, (i, n) -> Math.exp(loss.at(i, n)), Noise.lognormal(draw, draw.between(0.01, 0.04)))
                .validation((i, n) -> Math.exp(loss.at(i, n) + 0.1), Noise.lognormal(draw, draw.between(0.01, 0.03)));
    }

    /** A sum: one part is learnt at once, one later, one hardly. */
    private static Curve multiTask(Draw draw, long rows) {
        double start = draw.between(0.5, 3);
        Level fast = Level.exponential(start, 0.1 * start, draw.between(20, 60));
        Level late = Level.exponential(start, 0.2 * start, draw.between(3, 6));
        Level hard = Level.exponential(start, 0.9 * start, 2);
        double[] weights = {draw.between(0.5, 2), draw.between(0.5, 2), draw.between(0.1, 0.5)};
        Level sum = (index, of) ->
                weights[0] * fast.at(index, of) + weights[1] * late.at(index, of) + weights[2] * hard.at(index, of);
        return new StepLog(rows, sum, Noise.lognormal(draw, draw.between(0.03, 0.2))).gradients(draw);
    }
}
