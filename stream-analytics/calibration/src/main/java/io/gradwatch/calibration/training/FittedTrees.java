package io.gradwatch.calibration.training;

import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.TreeModel;
import io.gradwatch.detection.sketch.Features;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;

/**
 * All trees, not yet calibrated.
 *
 * @param fault log odds of a fault
 * @param names log odds that a fault is of the family
 */
public record FittedTrees(TreeModel fault, Map<JudgeFamily, TreeModel> names) {

    /** Fits all trees to some runs. */
    public static FittedTrees of(List<ExampleRun> runs, TrainingSettings settings) {
        Looks looks = Looks.of(runs, settings.looks);
        Map<JudgeFamily, TreeModel> names = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : JudgeFamily.values()) {
            names.put(family, trees(looks, Targets.ofFamily(looks, family, settings), settings));
        }
        return new FittedTrees(trees(looks, Targets.ofFault(looks, settings), settings), names);
    }

    private static TreeModel trees(Looks looks, Targets targets, TrainingSettings settings) {
        int[] counting = IntStream.range(0, looks.size())
                .filter(place -> targets.weights()[place] > 0)
                .toArray();
        float[] labels = new float[counting.length];
        double[] weights = new double[counting.length];
        for (int i = 0; i < counting.length; i++) {
            labels[i] = targets.faulty()[counting[i]];
            weights[i] = targets.weights()[counting[i]];
        }
        float[] features = looks.features(counting);
        int columns = Features.all().size();
        TreeModel.Builder trees = new TreeModel.Builder();
        for (int model = 0; model < settings.models; model++) {
            Booster booster =
                    BoostedTrees.fit(features, columns, labels, weights, settings, settings.seed * 1000 + model);
            BoostedTrees.add(booster, 1f / settings.models, trees);
            booster.dispose();
        }
        return trees.build();
    }
}
