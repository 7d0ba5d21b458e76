package io.gradwatch.agent.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures what the listener adds to a batch: a perceptron of 0.5 million parameters, batches of 64. Rounds of the ways
 * to train take turns; the median of the batches of all rounds is printed, in microseconds. Start it with
 *
 * <pre>{@code
 * ./mvnw -pl producer-agent/djl -am test-compile dependency:build-classpath -Dmdep.outputFile=/tmp/djl.classpath
 * cd producer-agent/djl/target
 * java -Dai.djl.offline=true -cp classes:test-classes:$(cat /tmp/djl.classpath) io.gradwatch.agent.djl.Overhead
 * }</pre>
 */
final class Overhead {
    private static final int ROUNDS = 8;
    private static final int BATCHES = 300;
    private static final int BATCH = 64;

    private Overhead() {}

    public static void main(String[] arguments) throws Exception {
        Path spool = Files.createTempDirectory("gradwatch-overhead");
        Map<String, TrainingListenerSettings> ways = new LinkedHashMap<>();
        ways.put("bare", null);
        ways.put("bare again", null);
        TrainingListenerSettings settings = TrainingListenerSettings.defaults();
        ways.put("loss alone", settings.withNormsEverySteps(1_000_000).withTensorsEverySteps(0));
        ways.put("norms every 10 steps", settings.withNormsEverySteps(10).withTensorsEverySteps(0));
        ways.put("defaults", settings);
        ways.put("tensors every step", settings.withTensorsEverySteps(1));
        Map<String, long[]> times = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, TrainingListenerSettings> way : ways.entrySet()) {
                long[] all = times.computeIfAbsent(way.getKey(), key -> new long[ROUNDS * BATCHES]);
                // The first round warms up, and is overwritten.
                train(way.getValue(), spool, all, Math.max(0, round - 1) * BATCHES);
            }
        }
        times.forEach((way, all) -> {
            Arrays.sort(all);
            System.out.printf("%-22s %8.0f%n", way, all[all.length / 2] / 1e3);
        });
    }

    private static void train(TrainingListenerSettings settings, Path spool, long[] times, int from) throws Exception {
        TrainingListener[] listeners = settings == null
                ? new TrainingListener[0]
                : new TrainingListener[] {
                    new GradwatchTrainingListener(
                            RunDescription.named("overhead"),
                            AgentSettings.builder()
                                    .bootstrapServers("127.0.0.1:1")
                                    .spoolFolder(spool)
                                    .closeTimeout(Duration.ZERO)
                                    .build(),
                            settings)
                };
        Engine.getEngine("PyTorch").setRandomSeed(1);
        try (Model model = Model.newInstance("overhead", "PyTorch")) {
            model.setBlock(new SequentialBlock()
                    .add(Linear.builder().setUnits(512).build())
                    .add(Activation.reluBlock())
                    .add(Linear.builder().setUnits(256).build())
                    .add(Activation.reluBlock())
                    .add(Linear.builder().setUnits(10).build()));
            Optimizer sgd =
                    Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).build();
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(sgd)
                    .addTrainingListeners(listeners))) {
                trainer.initialize(new Shape(BATCH, 784));
                for (int i = 0; i < BATCHES; i++) {
                    times[from + i] = trainBatch(trainer);
                }
            }
        }
    }

    private static long trainBatch(Trainer trainer) {
        NDManager manager = trainer.getManager().newSubManager();
        NDArray features = manager.randomNormal(new Shape(BATCH, 784));
        NDArray labels = manager.zeros(new Shape(BATCH));
        try (Batch batch = new Batch(
                manager,
                new NDList(features),
                new NDList(labels),
                BATCH,
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                BATCHES)) {
            long start = System.nanoTime();
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            return System.nanoTime() - start;
        }
    }
}
