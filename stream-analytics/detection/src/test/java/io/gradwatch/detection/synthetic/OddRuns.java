package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Seeded runs in which anything may happen: of any scale and sign, of any length, with names that read badly, whose
 * curves leap, stand still, vanish and are no numbers from one row to the next.
 */
final class OddRuns {

    private static final List<String> NAMES = List.of("input", "layer", "layer.0", "conv1", "0", "Loss", "rank 1");

    private final Random random;
    private final TestRun run;
    private double level;
    private double norm;
    private double validation;
    private double rate;
    private double noise;

    private OddRuns(long seed, TestRun run) {
        random = new Random(seed);
        this.run = run;
    }

    /** Feeds the run of a seed. */
    static void feed(long seed, TestRun run) {
        new OddRuns(seed, run).feed();
    }

    private void feed() {
        boolean classes = random.nextBoolean();
        level = classes ? Math.log(10) : Math.pow(10, 6 * random.nextDouble() - 3);
        norm = Math.pow(10, 6 * random.nextDouble() - 3);
        validation = level;
        rate = Math.pow(10, -4 * random.nextDouble());
        noise = random.nextInt(3) == 0 ? 0 : Math.pow(10, -3 * random.nextDouble());
        run.started(started(classes));
        int rows = (int) Math.pow(10, 0.7 + 2.3 * random.nextDouble());
        int every = 1 + random.nextInt(50);
        for (int row = 0; row < rows; row++) {
            turn();
            run.pass(100 + random.nextInt(50)).send(step((long) row * every, row));
            if (random.nextInt(4) == 0) {
                run.send(evaluation((long) row * every, row));
            }
        }
    }

    private RunStarted started(boolean classes) {
        RunStarted started = TestRun.startedOf("odd");
        if (classes) {
            started.setClasses(10);
            started.setObjective("classification");
        } else if (random.nextBoolean()) {
            started.setBaselineLoss(level * Math.exp(random.nextGaussian()));
        }
        started.setSingleBatch(random.nextInt(8) == 0);
        started.setGoalError(random.nextBoolean() ? (Double) (level / 10) : null);
        started.setLayers(NAMES.stream()
                .map(name -> new Layer(name, "Linear", 10L, "relu"))
                .toList());
        return started;
    }

    /** Lets something else begin, now and then. */
    private void turn() {
        switch (random.nextInt(40)) {
            case 0 -> level *= Math.exp(3 * random.nextGaussian());
            case 1 -> norm *= Math.exp(4 * random.nextGaussian());
            case 2 -> validation *= Math.exp(random.nextGaussian());
            case 3 -> rate = random.nextBoolean() ? 0 : Math.pow(10, -4 * random.nextDouble());
            case 4 -> noise = random.nextBoolean() ? 0 : random.nextDouble();
            case 5 -> level = -level;
            case 6 -> level = random.nextInt(4) == 0 ? 0 : level;
            case 7 -> norm = random.nextInt(4) == 0 ? 0 : norm;
            default -> {
                double fall = 1 - 0.1 * random.nextDouble();
                level *= fall;
                validation *= random.nextBoolean() ? fall : 1;
            }
        }
    }

    private double noisy(double value) {
        return random.nextInt(200) == 0 ? odd() : value * Math.exp(noise * random.nextGaussian());
    }

    private double odd() {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 1e30, -1e30};
        return values[random.nextInt(values.length)];
    }

    private Step step(long step, int row) {
        Step made = TestRun.stepOf(step, noisy(level), random.nextInt(3) == 0 ? null : (Double) noisy(norm));
        made.setLearningRate(rate);
        made.setEpoch(row / 10.0);
        made.setBatchSize(32);
        made.setDurationMillis(noisy(100));
        made.setDataWaitMillis(Math.abs(noisy(20)));
        made.setUpdateRatio(noisy(1e-3));
        made.setMetrics(Map.of("accuracy", Math.min(1, Math.abs(noisy(0.1)))));
        List<TensorStatistics> tensors = new ArrayList<>();
        if (row % 5 == 0) {
            for (String name : NAMES) {
                for (TensorKind kind : TensorKind.values()) {
                    tensors.add(tensor(name, kind));
                }
            }
        }
        made.setTensors(tensors);
        return made;
    }

    private TensorStatistics tensor(String name, TensorKind kind) {
        double size = Math.abs(noisy(norm));
        return TensorStatistics.newBuilder()
                .setLayer(name)
                .setKind(kind)
                .setElements(1000)
                .setMinimum(-size)
                .setMaximum(size)
                .setMean(noisy(level))
                .setStandardDeviation(size)
                .setL2Norm(size)
                .setNanCount(random.nextInt(100) == 0 ? 3 : 0)
                .build();
    }

    private Evaluation evaluation(long step, int row) {
        Split[] splits = {Split.TRAIN, Split.TRAIN_VAL, Split.TRAIN_VAL, Split.TEST_VAL, Split.TEST};
        Evaluation made =
                TestRun.evaluationOf(step, splits[random.nextInt(splits.length)], Math.abs(noisy(validation)));
        made.setEpoch(row / 10.0);
        made.setMetrics(random.nextBoolean() ? Map.of("accuracy", Math.min(1, Math.abs(noisy(0.1)))) : Map.of());
        return made;
    }
}
