package io.gradwatch.calibration.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.detection.judge.TreeModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trees that XGBoost fits on one thread, so that the same seed gives the same trees. */
final class BoostedTrees {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BoostedTrees() {}

    /**
     * Fits trees.
     *
     * @param features a row a look, NaN where unknown
     * @param columns number of features
     * @param faulty by look, 0 or 1
     * @param weights by look, above 0
     */
    static Booster fit(
            float[] features, int columns, float[] faulty, double[] weights, TrainingSettings settings, long seed) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "binary:logistic");
        parameters.put("base_score", 0.5);
        parameters.put("tree_method", "hist");
        parameters.put("max_bin", 64);
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        parameters.put("seed", seed);
        parameters.put("eta", settings.rate);
        parameters.put("max_depth", settings.depth);
        parameters.put("min_child_weight", settings.childWeight);
        parameters.put("subsample", settings.rows);
        parameters.put("colsample_bytree", settings.columns);
        parameters.put("lambda", settings.lambda);
        try {
            DMatrix matrix = new DMatrix(features, faulty.length, columns, Float.NaN);
            try {
                matrix.setLabel(faulty);
                matrix.setWeight(scaled(weights));
                return XGBoost.train(matrix, parameters, settings.rounds, Map.of(), null, null);
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost cannot fit", e);
        }
    }

    /**
     * Adds the trees of a model.
     *
     * @param scale factor of its leaves
     */
    static void add(Booster booster, float scale, TreeModel.Builder to) {
        JsonNode trees;
        try {
            trees = MAPPER.readTree(booster.toByteArray("json")).at("/learner/gradient_booster/model/trees");
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost cannot write its model", e);
        } catch (IOException e) {
            throw new UncheckedIOException("XGBoost wrote no JSON", e);
        }
        for (JsonNode tree : trees) {
            to.tree();
            JsonNode lefts = tree.get("left_children");
            for (int node = 0; node < lefts.size(); node++) {
                float value = tree.get("split_conditions").get(node).floatValue();
                if (lefts.get(node).intValue() < 0) {
                    to.leaf(scale * value);
                } else {
                    to.split(
                            tree.get("split_indices").get(node).intValue(),
                            value,
                            lefts.get(node).intValue(),
                            tree.get("right_children").get(node).intValue(),
                            tree.get("default_left").get(node).intValue() != 0);
                }
            }
        }
    }

    /** Weights of mean 1. */
    private static float[] scaled(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        float[] scaled = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            scaled[i] = (float) (weights[i] * weights.length / sum);
        }
        return scaled;
    }
}
