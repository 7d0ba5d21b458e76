package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a network on digits, minibatch by minibatch, and evaluates it on both splits every few steps. */
final class DigitsTraining {
    /**
     * Size and pace of a training.
     *
     * @param trainingImages number of training images to use, 1 or more
     * @param batchSize images in a minibatch; the images left over at the end of an epoch wait for the next one
     * @param steps optimizer steps
     * @param evaluateEverySteps steps between evaluations
     * @param saveEverySteps steps between checkpoints; 0 if none are saved
     */
    record Plan(int trainingImages, int batchSize, int steps, int evaluateEverySteps, int saveEverySteps) {

        /** Plan of a training that saves no checkpoints. */
        Plan(int trainingImages, int batchSize, int steps, int evaluateEverySteps) {
            this(trainingImages, batchSize, steps, evaluateEverySteps, 0);
        }
    }

    private static final long SHUFFLE_SEED = 11;

    private final Plan plan;
    private final MultiLayerNetwork network;
    private final DataSet training;
    private final DataSet validation;
    private final Random shuffle = new Random(SHUFFLE_SEED);
    private double validationLoss = Double.NaN;
    private double validationAccuracy = Double.NaN;

    DigitsTraining(MultiLayerConfiguration configuration, Plan plan, Digits digits) {
        this.plan = plan;
        this.training = first(digits.training(), plan.trainingImages());
        this.validation = digits.validation();
        this.network = new MultiLayerNetwork(configuration);
        network.init();
    }

    private static DataSet first(DataSet images, int count) {
        return count >= images.numExamples()
                ? images
                : rows(images, IntStream.range(0, count).toArray());
    }

    void train(List<TrainingListener> listeners, Evaluations evaluations, TrainingProgress progress) {
        network.setListeners(listeners);
        int batchesPerEpoch = plan.trainingImages() / plan.batchSize();
        int[] order = IntStream.range(0, plan.trainingImages()).toArray();
        for (int step = 0; step < plan.steps(); step++) {
            int batch = step % batchesPerEpoch;
            if (batch == 0) {
                shuffle(order);
            }
            network.fit(minibatch(order, batch));
            if (batch == batchesPerEpoch - 1) {
                network.incrementEpochCount();
            }
            if ((step + 1) % plan.evaluateEverySteps() == 0) {
                evaluate(step + 1, evaluations);
            }
            progress.report(new TrainingProgress.Report(
                    step + 1, plan.steps(), network.score(), validationLoss, validationAccuracy));
        }
    }

    private void evaluate(long stepsDone, Evaluations evaluations) {
        double epoch = stepsDone * plan.batchSize() / (double) plan.trainingImages();
        evaluations.take(stepsDone, epoch, Split.TRAIN, network.score(training, false), accuracy(training));
        validationLoss = network.score(validation, false);
        validationAccuracy = accuracy(validation);
        evaluations.take(stepsDone, epoch, Split.TRAIN_VAL, validationLoss, validationAccuracy);
    }

    private double accuracy(DataSet images) {
        INDArray predicted = network.output(images.getFeatures(), false).argMax(1);
        return predicted
                .eq(images.getLabels().argMax(1))
                .castTo(network.params().dataType())
                .meanNumber()
                .doubleValue();
    }

    private DataSet minibatch(int[] order, int batch) {
        int[] chosen = new int[plan.batchSize()];
        System.arraycopy(order, batch * plan.batchSize(), chosen, 0, chosen.length);
        return rows(training, chosen);
    }

    private static DataSet rows(DataSet images, int[] chosen) {
        return new DataSet(
                images.getFeatures().getRows(chosen), images.getLabels().getRows(chosen));
    }

    private void shuffle(int[] order) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = shuffle.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }

    /** Keeps ND4J to one thread, which is quickest for networks as small as these. */
    static void useOneThread() {
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
    }
}
