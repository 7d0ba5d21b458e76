package io.gradwatch.benchmarks.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Data of the shape of the UCI hand-written digits: 1,792 examples of 64 numbers from 0 to 1 in ten classes, each class
 * a random centre with noise around it. The same every time.
 */
final class DigitsLike {

    static final int FEATURES = 64;
    static final int CLASSES = 10;
    private static final int EXAMPLES = 1_792;
    private static final double NOISE = 0.3;

    private DigitsLike() {}

    /** One epoch, in minibatches of which the last may be smaller. */
    static List<DataSet> minibatches(int batchSize) {
        SplittableRandom random = new SplittableRandom(42);
        double[][] centres = new double[CLASSES][FEATURES];
        for (double[] centre : centres) {
            for (int i = 0; i < FEATURES; i++) {
                centre[i] = random.nextDouble();
            }
        }
        List<DataSet> batches = new ArrayList<>();
        for (int from = 0; from < EXAMPLES; from += batchSize) {
            batches.add(minibatch(Math.min(batchSize, EXAMPLES - from), centres, random));
        }
        return batches;
    }

    private static DataSet minibatch(int examples, double[][] centres, SplittableRandom random) {
        INDArray features = Nd4j.create(examples, FEATURES);
        INDArray labels = Nd4j.create(examples, CLASSES);
        for (int example = 0; example < examples; example++) {
            int label = random.nextInt(CLASSES);
            labels.putScalar(example, label, 1);
            for (int i = 0; i < FEATURES; i++) {
                double value = centres[label][i] + NOISE * (random.nextDouble() - 0.5);
                features.putScalar(example, i, Math.min(1, Math.max(0, value)));
            }
        }
        return new DataSet(features, labels);
    }
}
