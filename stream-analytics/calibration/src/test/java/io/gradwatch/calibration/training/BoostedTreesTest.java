package io.gradwatch.calibration.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.judge.TreeModel;
import java.util.Arrays;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {

    private static final int COLUMNS = 5;
    private static final int LOOKS = 2000;

    private final float[] features = new float[LOOKS * COLUMNS];
    private final float[] faulty = new float[LOOKS];
    private final double[] weights = new double[LOOKS];
    private final TrainingSettings settings = new TrainingSettings();

    BoostedTreesTest() {
        Random random = new Random(3);
        for (int i = 0; i < LOOKS; i++) {
            for (int column = 0; column < COLUMNS; column++) {
                boolean unknown = random.nextInt(10) == 0;
                features[i * COLUMNS + column] = unknown ? Float.NaN : (float) random.nextGaussian();
            }
            faulty[i] = features[i * COLUMNS] + features[i * COLUMNS + 1] * random.nextDouble() > 0.3 ? 1 : 0;
            weights[i] = 0.5 + random.nextDouble();
        }
    }

    @Test
    void trees_sayWhatXgboostSays() throws XGBoostError {
        Booster booster = fit();
        TreeModel.Builder trees = new TreeModel.Builder();
        BoostedTrees.add(booster, 1, trees);
        TreeModel model = trees.build();

        DMatrix matrix = new DMatrix(features, LOOKS, COLUMNS, Float.NaN);
        float[][] expected = booster.predict(matrix, true);
        for (int i = 0; i < LOOKS; i++) {
            assertThat(model.margin(row(i))).isCloseTo(expected[i][0], Offset.offset(1e-6f));
        }
        matrix.dispose();
        booster.dispose();
    }

    @Test
    void sameSeed_givesTheSameTrees() throws XGBoostError {
        Booster first = fit();
        Booster second = fit();

        assertThat(first.toByteArray("json")).isEqualTo(second.toByteArray("json"));
        first.dispose();
        second.dispose();
    }

    private Booster fit() {
        return BoostedTrees.fit(features, COLUMNS, faulty, weights, settings, 7);
    }

    private float[] row(int i) {
        return Arrays.copyOfRange(features, i * COLUMNS, (i + 1) * COLUMNS);
    }
}
