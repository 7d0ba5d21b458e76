package io.gradwatch.calibration.causes;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.CauseModel;
import io.gradwatch.detection.diagnosis.CauseModel.Row;
import io.gradwatch.detection.diagnosis.Clues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Fits the table of clues and causes: a multinomial logistic regression on tests of single clues, with an L2 penalty,
 * by accelerated gradient descent. Bounds of the tests are quantiles. The same input gives the same table.
 */
final class CauseFit {

    private static final double[] QUANTILES = {0.1, 0.25, 0.5, 0.75, 0.9};

    /** Strength of the penalty, in runs. Own choice among 3, 10 and 30, by programs held out. */
    private static final double PENALTY = 10;

    private static final int ROUNDS = 300;

    private final List<float[]> clues;
    private final int[] truth;
    private final List<Cause> causes;
    private final List<Row> tests = new ArrayList<>();

    private CauseFit(List<float[]> clues, List<Cause> truth) {
        this.clues = clues;
        this.causes = List.copyOf(new TreeSet<>(truth));
        this.truth = truth.stream().mapToInt(causes::indexOf).toArray();
        addTests();
    }

    /**
     * @param clues of the found faults
     * @param truth their causes, as many
     */
    static CauseModel of(List<float[]> clues, List<Cause> truth) {
        return new CauseFit(clues, truth).fit();
    }

    private void addTests() {
        tests.add(test(-1, Float.NaN));
        for (int clue = 0; clue < Clues.names().size(); clue++) {
            int place = clue;
            if (!Clues.isWeighed(clue)) {
                continue;
            }
            double[] values = clues.stream()
                    .mapToDouble(one -> one[place])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            if (values.length < clues.size()) {
                tests.add(test(clue, Float.NaN));
            }
            TreeSet<Float> bounds = new TreeSet<>();
            for (double quantile : QUANTILES) {
                if (values.length > 0) {
                    bounds.add((float) values[(int) (quantile * (values.length - 1))]);
                }
            }
            bounds.forEach(bound -> tests.add(test(place, bound)));
        }
    }

    private Row test(int clue, float above) {
        return new Row(clue, above, new float[causes.size()]);
    }

    private CauseModel fit() {
        int[][] held = clues.stream().map(this::held).toArray(int[][]::new);
        double rate =
                4.0 / Arrays.stream(held).mapToInt(one -> one.length).max().orElse(1);
        double[][] weights = new double[tests.size()][causes.size()];
        double[][] before = new double[tests.size()][causes.size()];
        for (int round = 1; round <= ROUNDS; round++) {
            double momentum = (round - 1.0) / (round + 2.0);
            double[][] ahead = new double[tests.size()][causes.size()];
            for (int i = 0; i < weights.length; i++) {
                for (int c = 0; c < causes.size(); c++) {
                    ahead[i][c] = weights[i][c] + momentum * (weights[i][c] - before[i][c]);
                }
            }
            double[][] slope = slope(held, ahead);
            for (int i = 0; i < weights.length; i++) {
                for (int c = 0; c < causes.size(); c++) {
                    before[i][c] = weights[i][c];
                    weights[i][c] = ahead[i][c] - rate * slope[i][c];
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            float[] rounded = new float[causes.size()];
            for (int c = 0; c < rounded.length; c++) {
                rounded[c] = Math.round(100 * weights[i][c]) / 100f;
            }
            rows.add(new Row(tests.get(i).clue(), tests.get(i).above(), rounded));
        }
        return new CauseModel(causes, rows);
    }

    private int[] held(float[] one) {
        int[] places = new int[tests.size()];
        int count = 0;
        for (int i = 0; i < tests.size(); i++) {
            if (tests.get(i).holds(one)) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** Gradient of the mean loss with its penalty. */
    private double[][] slope(int[][] held, double[][] weights) {
        int runs = held.length;
        double[][] slope = new double[weights.length][causes.size()];
        for (int i = 0; i < weights.length; i++) {
            for (int c = 0; c < causes.size(); c++) {
                slope[i][c] = PENALTY / runs * weights[i][c];
            }
        }
        double[] scores = new double[causes.size()];
        for (int run = 0; run < runs; run++) {
            Arrays.fill(scores, 0);
            for (int place : held[run]) {
                for (int c = 0; c < scores.length; c++) {
                    scores[c] += weights[place][c];
                }
            }
            softmax(scores);
            scores[truth[run]] -= 1;
            for (int place : held[run]) {
                for (int c = 0; c < scores.length; c++) {
                    slope[place][c] += scores[c] / runs;
                }
            }
        }
        return slope;
    }

    private static void softmax(double[] scores) {
        double highest = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            scores[c] = Math.exp(scores[c] - highest);
            sum += scores[c];
        }
        for (int c = 0; c < scores.length; c++) {
            scores[c] /= sum;
        }
    }
}
