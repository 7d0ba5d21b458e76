package io.gradwatch.calibration.training;

import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.holdout.Folds;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.TreeModel;
import io.gradwatch.detection.sketch.Feature;
import io.gradwatch.detection.sketch.Features;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * Trees of all families, not yet calibrated.
 *
 * @param own one a family
 */
public record FittedTrees(Map<JudgeFamily, TreeModel> own) {

    private static final int INNER_FOLDS = 3;
    private static final double MOST_LOG_ODDS = 6;

    /** Fits all trees to some runs. */
    public static FittedTrees of(List<ExampleRun> runs, TrainingSettings settings) {
        Looks looks = Looks.of(runs, settings.looks);
        Fit fit = new Fit(looks, settings);
        Map<JudgeFamily, TreeModel> own = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : JudgeFamily.values()) {
            own.put(family, fit.model(family));
        }
        return new FittedTrees(own);
    }

    /** Log odds of a fault of the family. */
    public float margin(JudgeFamily family, float[] inputs) {
        return own.get(family).margin(inputs);
    }

    /** Fit to the same looks. */
    private record Fit(Looks looks, TrainingSettings settings) {

        TreeModel model(JudgeFamily family) {
            Targets targets = Targets.of(looks, family, settings);
            int[] directions = Features.all().stream()
                    .mapToInt(feature -> direction(feature, family))
                    .toArray();
            double[] weights = settings.hard > 0 ? hardened(targets, directions) : targets.weights();
            int[] all = IntStream.range(0, looks.size()).toArray();
            return trees(all, targets.faulty(), weights, directions);
        }

        private TreeModel trees(int[] places, float[] faulty, double[] weights, int[] directions) {
            int[] counting =
                    IntStream.of(places).filter(place -> weights[place] > 0).toArray();
            float[] features = looks.features(counting);
            float[] labels = new float[counting.length];
            double[] used = new double[counting.length];
            for (int i = 0; i < counting.length; i++) {
                labels[i] = faulty[counting[i]];
                used[i] = weights[counting[i]];
            }
            TreeModel.Builder trees = new TreeModel.Builder();
            for (int model = 0; model < settings.models; model++) {
                Booster booster = BoostedTrees.fit(
                        features, directions.length, labels, used, directions, settings, settings.seed * 1000 + model);
                BoostedTrees.add(booster, 1f / settings.models, trees);
                booster.dispose();
            }
            return trees.build();
        }

        /**
         * Weights by what a first model says of runs that it has not seen: within a healthy run the looks at which it
         * errs count more, within a faulty one those at which it finds the fault. The sum of each run stays.
         */
        private double[] hardened(Targets targets, int[] directions) {
            int[] folds = Folds.of(looks.runs(), INNER_FOLDS, settings.seed);
            double[] raised = new double[looks.size()];
            for (int fold = 0; fold < INNER_FOLDS; fold++) {
                int held = fold;
                int[] others = IntStream.range(0, looks.size())
                        .filter(i -> folds[looks.run()[i]] != held)
                        .toArray();
                TreeModel first = trees(others, targets.faulty(), targets.weights(), directions);
                for (int i = 0; i < looks.size(); i++) {
                    if (folds[looks.run()[i]] == held) {
                        double margin = first.margin(looks.examples().get(i).features());
                        double bounded = Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, margin));
                        raised[i] = targets.weights()[i] * Math.exp(settings.hard * bounded);
                    }
                }
            }
            return sameSums(targets, raised);
        }

        private double[] sameSums(Targets targets, double[] raised) {
            double[][] before = new double[2][looks.runs().size()];
            double[][] after = new double[2][looks.runs().size()];
            for (int i = 0; i < raised.length; i++) {
                before[(int) targets.faulty()[i]][looks.run()[i]] += targets.weights()[i];
                after[(int) targets.faulty()[i]][looks.run()[i]] += raised[i];
            }
            double[] weights = new double[raised.length];
            for (int i = 0; i < raised.length; i++) {
                int faulty = (int) targets.faulty()[i];
                int run = looks.run()[i];
                weights[i] = raised[i] == 0 ? 0 : raised[i] * before[faulty][run] / after[faulty][run];
            }
            return weights;
        }

        private static int direction(Feature feature, JudgeFamily family) {
            return switch (family) {
                case BLOW_UP -> feature.blowUp();
                case STANDSTILL -> feature.standstill();
                case OVERFITTING -> feature.overfitting();
                case OSCILLATION -> feature.oscillation();
            };
        }
    }
}
