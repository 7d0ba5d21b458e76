package io.gradwatch.standalone.e2e;

import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A sweep of real trainings that take milliseconds each: a logistic regression on two clouds of points, by mini-batch
 * gradient descent. Rates that are too high diverge.
 */
final class SmallSweep {

    static final String PROJECT = "clouds";

    private static final int FEATURES = 20;
    private static final int EXAMPLES = 1_000;
    private static final int STEPS = 60;
    private static final int EPOCH_STEPS = 20;
    private static final long STEP_MILLIS = 1_000;
    private static final List<Integer> BATCH_SIZES = List.of(8, 16, 32, 64, 128);

    private final SplittableRandom random = new SplittableRandom(5);
    private final double[][] inputs = new double[2 * EXAMPLES][FEATURES];
    private final int[] labels = new int[2 * EXAMPLES];

    /** Trains so many runs, and sends what they did. */
    void run(LiveMonitor monitor, int runs) {
        for (int i = 0; i < inputs.length; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < FEATURES; j++) {
                double scale = 1 + 2.0 * j / FEATURES;
                inputs[i][j] = scale * (gauss() + (labels[i] - 0.5) * 0.7);
            }
        }
        for (int i = 0; i < runs; i++) {
            train(monitor.run("clouds-%03d".formatted(i)).ago((runs - i) * 2_000L + STEPS * STEP_MILLIS), i);
        }
    }

    private void train(ScriptedRun run, int number) {
        double rate = Math.pow(10, -4 + 5 * random.nextDouble());
        double momentum = number % 3 == 0 ? 0 : 0.9;
        double decay = number % 7 == 0 ? 0 : Math.pow(10, -5 + 4 * random.nextDouble());
        int batch = BATCH_SIZES.get(random.nextInt(BATCH_SIZES.size()));
        double[] weights = random.doubles(FEATURES, -1, 1).toArray();
        double[] velocity = new double[FEATURES];
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[FEATURES];
            for (int i = 0; i < batch; i++) {
                int example = random.nextInt(EXAMPLES);
                double error = probability(weights, example) - labels[example];
                for (int j = 0; j < FEATURES; j++) {
                    gradient[j] += error * inputs[example][j] / batch;
                }
            }
            losses[step] = loss(weights);
            for (int j = 0; j < FEATURES; j++) {
                velocity[j] = momentum * velocity[j] - rate * (gradient[j] + decay * weights[j]);
                weights[j] += velocity[j];
            }
        }
        send(run, losses, weights, configuration(rate, batch, momentum, decay));
    }

    /** A run without weight decay does not name it. */
    private static Map<String, String> configuration(double rate, int batch, double momentum, double decay) {
        Map<String, String> all = new HashMap<>();
        all.put("lr", String.format(Locale.ROOT, "%.3g", rate));
        all.put("batch_size", String.valueOf(batch));
        all.put("optimizer", momentum == 0 ? "sgd" : "momentum");
        if (decay > 0) {
            all.put("weight_decay", String.format(Locale.ROOT, "%.2g", decay));
        }
        return all;
    }

    private void send(ScriptedRun run, double[] losses, double[] weights, Map<String, String> configuration) {
        int right = 0;
        for (int i = EXAMPLES; i < 2 * EXAMPLES; i++) {
            right += (probability(weights, i) > 0.5 ? 1 : 0) == labels[i] ? 1 : 0;
        }
        run.started(run.declaration()
                .setProject(PROJECT)
                .setHyperparameters(configuration)
                .setSummary(Map.of("accuracy", (double) right / EXAMPLES)));
        for (int step = 0; step < STEPS; step++) {
            run.after(STEP_MILLIS)
                    .step(Step.newBuilder()
                            .setStep(step)
                            .setEpoch((double) (step / EPOCH_STEPS))
                            .setLoss(losses[step]));
        }
        run.ended(Outcome.FINISHED, STEPS - 1).flush();
    }

    private double probability(double[] weights, int example) {
        return 1 / (1 + Math.exp(-score(weights, example)));
    }

    /** Mean over the examples to train with, in nats; bounded, since a probability of 0 has no logarithm. */
    private double loss(double[] weights) {
        double sum = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            double sign = labels[i] == 1 ? 1 : -1;
            sum += Math.log1p(Math.exp(Math.min(500, -sign * score(weights, i))));
        }
        return sum / EXAMPLES;
    }

    private double score(double[] weights, int example) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            sum += weights[j] * inputs[example][j];
        }
        return sum;
    }

    private double gauss() {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }
}
