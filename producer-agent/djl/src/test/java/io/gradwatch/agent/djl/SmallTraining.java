package io.gradwatch.agent.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Random;

/** A perceptron of two layers on random points, with the PyTorch engine of DJL. */
final class SmallTraining implements AutoCloseable {
    static final int FEATURES = 4;
    static final int HIDDEN = 5;
    static final int CLASSES = 3;
    static final int BATCH = 6;
    static final int BATCHES = 5;
    static final Tracker LEARNING_RATE = Tracker.fixed(0.1f);
    static final Optimizer OPTIMIZER =
            Optimizer.sgd().setLearningRateTracker(LEARNING_RATE).build();

    final Trainer trainer;
    private final Model model;
    private final NDManager data;

    SmallTraining(TrainingListener... listeners) {
        Engine.getEngine("PyTorch").setRandomSeed(7);
        model = Model.newInstance("small", "PyTorch");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(CLASSES).build()));
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(OPTIMIZER)
                .addEvaluator(new Accuracy())
                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(BATCH, FEATURES));
        data = trainer.getManager().newSubManager();
    }

    void fit(int epochs) throws Exception {
        EasyTrain.fit(trainer, epochs, points(3), points(4));
    }

    Dataset points(int seed) {
        Random random = new Random(seed);
        int count = BATCH * BATCHES;
        float[] features = new float[count * FEATURES];
        float[] labels = new float[count];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(CLASSES);
        }
        return new ArrayDataset.Builder()
                .setData(data.create(features, new Shape(count, FEATURES)))
                .optLabels(data.create(labels))
                .setSampling(BATCH, false)
                .build();
    }

    /** All parameters, one after the other. */
    float[] parameter(String name) {
        return model.getBlock().getParameters().get(name).getArray().toFloatArray();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
