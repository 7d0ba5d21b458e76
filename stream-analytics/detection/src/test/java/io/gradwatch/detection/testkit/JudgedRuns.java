package io.gradwatch.detection.testkit;

import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;

/** Golden runs of the judges: curves like those of real trainings, since that is what judges know. */
final class JudgedRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of(
            "blow-up", JudgedRuns::blowUp,
            "standstill", JudgedRuns::standstill,
            "overfitting", GoldenRuns.of("train-validation-gap"),
            "oscillation", JudgedRuns::oscillation);

    private static final int FAULTY_EPOCHS = 80;
    private static final int EPOCHS = 200;

    private JudgedRuns() {}

    /** Learns for forty epochs, goes up for as many, and learns again. */
    private static void blowUp(TestRun run) {
        Random random = new Random(4);
        epochs(run, epoch -> {
            double learnt = (2.3 * Math.exp(-epoch / 12.0) + 0.2) * (1 + 0.02 * random.nextGaussian());
            return epoch < 40 ? learnt : learnt * Math.exp(0.2 * (epoch - 40));
        });
    }

    /** Stays at the loss of a guess among ten classes for eighty epochs, then learns. */
    private static void standstill(TestRun run) {
        Random random = new Random(4);
        epochs(run, epoch -> Math.log(10) + 0.004 * random.nextGaussian());
    }

    private static void epochs(TestRun run, IntToDoubleFunction faulty) {
        Random random = new Random(5);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double learning = 0.1 * Math.exp(-(epoch - FAULTY_EPOCHS) / 40.0) * (1 + 0.02 * random.nextGaussian());
            double loss = epoch < FAULTY_EPOCHS ? faulty.applyAsDouble(epoch) : learning;
            Step step = TestRun.stepOf(epoch, loss, 0.5);
            step.setEpoch((double) epoch);
            run.send(step);
            run.send(TestRun.evaluationOf(epoch, Split.TRAIN_VAL, 1.05 * loss));
        }
    }

    /** The demo's job that swings, recorded from DL4J, to its end. */
    private static void oscillation(TestRun run) {
        try {
            Files.lines(Path.of("src/test/resources/runs/demo-oscillating.csv"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> send(run, cells));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run.send(new RunEnded(Outcome.FINISHED, null, null, run.state.lastStep, 0L));
    }

    private static void send(TestRun run, String[] cells) {
        long number = Long.parseLong(cells[0]);
        Step step = TestRun.stepOf(number, Double.parseDouble(cells[2]), Double.parseDouble(cells[6]));
        step.setLearningRate(Double.parseDouble(cells[7]));
        run.send(step);
        if (!cells[3].isEmpty()) {
            run.send(TestRun.evaluationOf(number, Split.TRAIN_VAL, Double.parseDouble(cells[3])));
        }
    }
}
