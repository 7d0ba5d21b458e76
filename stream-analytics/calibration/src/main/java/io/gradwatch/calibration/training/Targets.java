package io.gradwatch.calibration.training;

import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.judge.JudgeFamily;
import java.util.HashMap;
import java.util.Map;

/**
 * What a judge should say at each look, and how much that counts.
 *
 * <p>A fault is there from the row of its onset on; the two rows from there count less, as do the first rows of a run
 * whose fault has no onset or is there from the beginning. Before the onset the run is healthy and counts half. Each
 * run weighs the same, a group of runs that are nearly the same the square root of its size. A run whose fault does not
 * show counts nothing, and one with a fault of another family a little from its onset on, so that the family that fits
 * best is told.
 *
 * @param faulty by look, 1 where the fault is there
 * @param weights by look, 0 or more
 */
record Targets(float[] faulty, double[] weights) {

    private static final double BEFORE_ONSET = 0.5;
    private static final double AT_ONSET = 0.3;
    private static final int ONSET_ROWS = 2;
    private static final double SEEN = 1.5;

    /**
     * @param family whose faults count
     * @param settings with the weights of faults whose family is not known or another one
     */
    static Targets of(Looks looks, JudgeFamily family, TrainingSettings settings) {
        Map<String, Integer> groups = new HashMap<>();
        looks.runs().forEach(run -> groups.merge(run.group(), 1, Integer::sum));
        int[] counts = new int[looks.runs().size()];
        for (int run : looks.run()) {
            counts[run]++;
        }
        float[] faulty = new float[looks.size()];
        double[] weights = new double[looks.size()];
        for (int i = 0; i < looks.size(); i++) {
            ExampleRun run = looks.runs().get(looks.run()[i]);
            double weight = 1 / (counts[looks.run()[i]] * Math.sqrt(groups.get(run.group())));
            long row = looks.examples().get(i).row();
            if (!run.run().healthy() && !run.run().faulty()) {
                weights[i] = 0;
            } else if (run.run().healthy()) {
                weights[i] = weight;
            } else if (row < run.onsetRow().orElse(0)) {
                weights[i] = weight * BEFORE_ONSET;
            } else {
                boolean own = run.accepts(family);
                faulty[i] = own ? 1 : 0;
                weights[i] = weight * of(run, family, settings) * sure(run, row);
            }
        }
        return new Targets(faulty, weights);
    }

    private static double of(ExampleRun run, JudgeFamily family, TrainingSettings settings) {
        if (run.anyFamily()) {
            return settings.unknownSymptom;
        }
        return run.accepts(family) ? 1 : settings.otherFamily;
    }

    private static double sure(ExampleRun run, long row) {
        long onset = run.onsetRow().orElse(0);
        double near = row < onset + ONSET_ROWS ? AT_ONSET : 1;
        return onset > 0 ? near : near * Math.min(1, SEEN * (row + 1) / run.rows());
    }
}
