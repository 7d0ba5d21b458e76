package io.gradwatch.calibration.training;

import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.judge.JudgeFamily;
import java.util.HashMap;
import java.util.Map;

/**
 * Targets and weights of the trees at each look.
 *
 * <p>A fault is there from the row of its onset on; the two rows from there count less, as do the first rows of a run
 * whose fault has no onset or is there from the beginning. Before the onset the run is healthy and counts half. Each
 * run weighs the same, a group of runs that are nearly the same the square root of its size, and each corpus that is
 * only learnt from a share of all that is scored. A run whose fault does not show counts nothing.
 *
 * @param faulty by look, 1 where what is asked for is there
 * @param weights by look, 0 or more
 */
record Targets(float[] faulty, double[] weights) {

    private static final double BEFORE_ONSET = 0.5;
    private static final double AT_ONSET = 0.3;
    private static final int ONSET_ROWS = 2;
    private static final double SEEN = 1.5;

    /** True if there is a fault. */
    static Targets ofFault(Looks looks, TrainingSettings settings) {
        float[] faulty = new float[looks.size()];
        double[] weights = weights(looks);
        for (int i = 0; i < looks.size(); i++) {
            faulty[i] = isFaulty(looks, i) ? 1 : 0;
        }
        return new Targets(faulty, balanced(looks, weights, settings.lessons));
    }

    /** True if a fault is of a family: looks at faults of known families only. */
    static Targets ofFamily(Looks looks, JudgeFamily family, TrainingSettings settings) {
        float[] faulty = new float[looks.size()];
        double[] weights = weights(looks);
        for (int i = 0; i < looks.size(); i++) {
            ExampleRun run = looks.runs().get(looks.run()[i]);
            faulty[i] = run.family().filter(family::equals).isPresent() ? 1 : 0;
            weights[i] = isFaulty(looks, i) && run.family().isPresent() ? weights[i] : 0;
        }
        return new Targets(faulty, balanced(looks, weights, settings.lessons));
    }

    private static boolean isFaulty(Looks looks, int look) {
        ExampleRun run = looks.runs().get(looks.run()[look]);
        return run.run().faulty()
                && looks.examples().get(look).row() >= run.onsetRow().orElse(0);
    }

    private static double[] weights(Looks looks) {
        Map<String, Integer> groups = new HashMap<>();
        looks.runs().forEach(run -> groups.merge(run.group(), 1, Integer::sum));
        int[] counts = new int[looks.runs().size()];
        for (int run : looks.run()) {
            counts[run]++;
        }
        double[] weights = new double[looks.size()];
        for (int i = 0; i < looks.size(); i++) {
            ExampleRun run = looks.runs().get(looks.run()[i]);
            double weight = 1 / (counts[looks.run()[i]] * Math.sqrt(groups.get(run.group())));
            long row = looks.examples().get(i).row();
            if (run.run().healthy()) {
                weights[i] = weight;
            } else if (run.run().faulty()) {
                weights[i] = weight * (isFaulty(looks, i) ? sure(run, row) : BEFORE_ONSET);
            }
        }
        return weights;
    }

    private static double sure(ExampleRun run, long row) {
        long onset = run.onsetRow().orElse(0);
        double near = row < onset + ONSET_ROWS ? AT_ONSET : 1;
        return onset > 0 ? near : near * Math.min(1, SEEN * (row + 1) / run.rows());
    }

    /** Lessons together weigh a share of what is scored, each corpus of them the same. */
    private static double[] balanced(Looks looks, double[] weights, double share) {
        Map<String, Double> sums = new HashMap<>();
        double scored = 0;
        for (int i = 0; i < weights.length; i++) {
            ExampleRun run = looks.runs().get(looks.run()[i]);
            if (run.lesson()) {
                sums.merge(run.corpus(), weights[i], Double::sum);
            } else {
                scored += weights[i];
            }
        }
        for (int i = 0; i < weights.length; i++) {
            ExampleRun run = looks.runs().get(looks.run()[i]);
            if (run.lesson() && scored > 0) {
                weights[i] *= share * scored / sums.size() / Math.max(sums.get(run.corpus()), Double.MIN_NORMAL);
            }
        }
        return weights;
    }
}
