package io.gradwatch.fleet.history;

import static io.gradwatch.fleet.history.HistoryFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.read.EpochQueries.Epochs;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochQueriesTest {

    @TempDir
    private Path root;

    private final Records records = new Records();
    private final List<byte[]> sent = new ArrayList<>();

    @Test
    void epochsOfSteps_areThoseOfTheLastAttempt() throws Exception {
        for (int step = 0; step < 100; step++) {
            step("r", 0, step, step / 10.0);
        }
        for (int step = 50; step < 80; step++) {
            step("r", 1, step, step / 20.0);
        }
        step("r", 1, 80, Double.NaN);
        evaluation("r", 60, 99.0);

        Epochs epochs = epochs("r", 1_000);

        assertThat(epochs.source()).isEqualTo("steps");
        assertThat(epochs.step()).hasSize(80).isSorted();
        assertThat(epochs.epoch()[49]).isEqualTo(4.9);
        assertThat(epochs.epoch()[50]).isEqualTo(2.5);
        assertThat(epochs.epoch()[79]).isEqualTo(79 / 20.0);
    }

    @Test
    void manySteps_areAnsweredByTheEndsOfTheirBuckets() throws Exception {
        for (int step = 0; step < 6_000; step++) {
            step("r", 0, step, step / 1_000);
        }

        Epochs epochs = epochs("r", 100);

        assertThat(epochs.step()).hasSizeBetween(90, 102).isSorted();
        assertThat(epochs.step()[0]).isZero();
        assertThat(epochs.step()[epochs.step().length - 1]).isEqualTo(5_999);
        assertThat(epochs.epoch()).isSorted().startsWith(0.0).endsWith(5.0);
    }

    @Test
    void runThatSaysEpochsWithItsEvaluationsAlone_isAnsweredByThem() throws Exception {
        step("r", 0, 0, null);
        for (int epoch = 1; epoch <= 50; epoch++) {
            evaluation("r", 10L * epoch, (double) epoch);
        }
        evaluation("r", 505, Double.NaN);

        Epochs all = epochs("r", 1_000);
        Epochs few = epochs("r", 10);

        assertThat(all.source()).isEqualTo("evaluations");
        assertThat(all.step()).hasSize(50).startsWith(10, 20).endsWith(500);
        assertThat(all.epoch()).startsWith(1, 2).endsWith(50);
        assertThat(few.step()).hasSizeBetween(8, 12).startsWith(10).endsWith(500);
    }

    @Test
    void stepsAsFarApartAsCanBe_areAnswered() throws Exception {
        step("r", 0, 0, 0);
        step("r", 0, Long.MAX_VALUE, 1);
        step("r", 1, Long.MAX_VALUE - 1, 2);

        Epochs epochs = epochs("r", 1_000);

        assertThat(epochs.step()).startsWith(0).endsWith(Long.MAX_VALUE - 1);
        assertThat(epochs.epoch()).startsWith(0).endsWith(2);
        assertThat(epochs("r", 2).step()).startsWith(0).endsWith(Long.MAX_VALUE - 1);
    }

    @Test
    void runThatSaysNoEpoch_hasNone() throws Exception {
        step("r", 0, 0, null);

        Epochs epochs = epochs("r", 10);

        assertThat(epochs.source()).isNull();
        assertThat(epochs.step()).isEmpty();
    }

    /** Half of the rows are in files, half in memory. */
    private Epochs epochs(String run, int most) throws Exception {
        Path folder = root.resolve("history-" + most);
        try (History history = HistoryFixture.open(folder)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, sent, Math.max(1, sent.size() / 2), Records.START);
            writer.show();
            return history.epochs().of(run, 0, most);
        }
    }

    private void step(String run, int attempt, long step, Number epoch) {
        Double value = epoch == null ? null : (Double) epoch.doubleValue();
        sent.add(records.record(
                run,
                attempt,
                0,
                Records.START + step,
                Step.newBuilder()
                        .setStep(step)
                        .setEpoch(value)
                        .setLoss(1.0)
                        .setTensors(List.of())
                        .build()));
    }

    private void evaluation(String run, long step, Double epoch) {
        sent.add(records.record(
                run,
                0,
                0,
                Records.START + step,
                Evaluation.newBuilder()
                        .setStep(step)
                        .setEpoch(epoch)
                        .setSplit(Split.TRAIN_VAL)
                        .setLoss(1.0)
                        .build()));
    }
}
