package io.gradwatch.agent.logs.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileRunLogTest {

    private static final String NAME = "events.out.tfevents.1700000000.host.1.0";

    @TempDir
    Path folder;

    @Test
    void tagsOfOneStep_areOneRow() {
        EventFileBytes file = new EventFileBytes()
                .simple(10, "train/loss", 2.5f)
                .simple(10, "train/grad_norm", Float.POSITIVE_INFINITY)
                .simple(10, "lr-Adam", 0.001f)
                .simple(10, "epoch", 0.5f)
                .simple(20, "train/loss", Float.NaN)
                .simple(20, "val/loss", 2.25f)
                .simple(20, "val/f1", 0.5f)
                .simple(20, "rollout/ep_rew_mean", -3f);

        Logs.Reading read = Logs.read(folder, NAME, file.bytes());

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(10L, 20L);
        assertThat(read.events().get(0).getEvent())
                .isEqualTo(Step.newBuilder()
                        .setStep(10)
                        .setEpoch(0.5)
                        .setLoss(2.5)
                        .setGradientNorm(Double.POSITIVE_INFINITY)
                        .setLearningRate((double) 0.001f)
                        .setMetrics(Map.of())
                        .setTensors(List.of())
                        .build());
        assertThat(step(read, 1).getLoss()).isNaN();
        assertThat(step(read, 1).getMetrics()).isEqualTo(Map.of("rollout/ep_rew_mean", -3.0));
        Evaluation evaluation = (Evaluation) read.rows().get(1).events().get(1).getEvent();
        assertThat(evaluation.getSplit()).isEqualTo(Split.TRAIN_VAL);
        assertThat(evaluation.getLoss()).isEqualTo(2.25);
        assertThat(evaluation.getMetrics()).isEqualTo(Map.of("f1", 0.5));
    }

    @Test
    void scalarTensors_areRead_othersAreNot() {
        byte[] floatContent = little(4).putFloat(1.5f).array();
        byte[] doubleContent = little(8).putDouble(0.1).array();
        byte[] shapeOfTwo = EventFileBytes.message(
                out -> out.writeByteArray(2, EventFileBytes.message(dimension -> dimension.writeInt64(1, 2))));
        EventFileBytes file = new EventFileBytes()
                .tensor(1, "floatContent", out -> {
                    out.writeEnum(1, 1);
                    out.writeByteArray(4, floatContent);
                })
                .tensor(1, "doubleContent", out -> {
                    out.writeEnum(1, 2);
                    out.writeByteArray(4, doubleContent);
                })
                .tensor(1, "floatPacked", out -> {
                    out.writeEnum(1, 1);
                    out.writeByteArray(5, little(4).putFloat(2.5f).array());
                })
                .tensor(1, "floatPlain", out -> {
                    out.writeEnum(1, 1);
                    out.writeFloat(5, 3.5f);
                })
                .tensor(1, "doublePacked", out -> {
                    out.writeByteArray(6, little(8).putDouble(0.2).array());
                    out.writeEnum(1, 2);
                })
                .tensor(1, "two", out -> {
                    out.writeEnum(1, 1);
                    out.writeByteArray(2, shapeOfTwo);
                    out.writeFloat(5, 9f);
                })
                .tensor(1, "text", out -> {
                    out.writeEnum(1, 7);
                    out.writeString(8, "5");
                });

        assertThat(step(Logs.read(folder, NAME, file.bytes()), 0).getMetrics())
                .isEqualTo(Map.of(
                        "floatContent", 1.5,
                        "doubleContent", 0.1,
                        "floatPacked", 2.5,
                        "floatPlain", 3.5,
                        "doublePacked", 0.2));
    }

    @Test
    void restartFromACheckpoint_goesBack() {
        EventFileBytes unsaid = new EventFileBytes()
                .simple(10, "loss", 3)
                .simple(20, "loss", 2)
                .simple(15, "loss", 1)
                .simple(15, "lr", 0.5f);
        EventFileBytes said = new EventFileBytes()
                .simple(10, "loss", 3)
                .simple(20, "loss", 2)
                .sessionStart(15)
                .simple(15, "lr", 0.5f)
                .simple(15, "loss", 1);

        for (EventFileBytes file : List.of(unsaid, said)) {
            Logs.Reading read = Logs.read(folder, NAME, file.bytes());
            assertThat(read.rows()).extracting(LogRow::step).containsExactly(10L, 20L, 15L);
            assertThat(step(read, 2).getLoss()).isEqualTo(1);
            assertThat(step(read, 2).getLearningRate()).isEqualTo(0.5);
            assertThat(read.rows()).extracting(LogRow::attempt).containsExactly(0, 0, 1);
        }
    }

    @Test
    void tagThatComesLate_isNoRestart() {
        EventFileBytes file = new EventFileBytes()
                .simple(10, "loss", 3)
                .simple(20, "loss", 2)
                .simple(10, "lr", 0.5f)
                .simple(30, "loss", 1);

        Logs.Reading read = Logs.read(folder, NAME, file.bytes());

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(10L, 20L, 30L);
        assertThat(step(read, 1).getLearningRate()).isEqualTo(0.5);
    }

    @Test
    void tagWrittenTwiceAtAStep_losesNoValue() {
        EventFileBytes file = new EventFileBytes()
                .simple(0, "loss", 3)
                .simple(0, "loss", 3)
                .simple(0, "loss", 2)
                .simple(0, "hp_metric", -1);

        Logs.Reading read = Logs.read(folder, NAME, file.bytes());

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 0L);
        assertThat(step(read, 0).getLoss()).isEqualTo(3);
        assertThat(step(read, 1).getLoss()).isEqualTo(2);
    }

    @Test
    void checksums_areThoseOfTensorFlow() {
        // The test vector of TensorBoard's own reader, tf_record.rs: 0x5794d08a.
        byte[] data = "\u001a\u0011CRC test, one two".getBytes(StandardCharsets.ISO_8859_1);
        byte[] written = new EventFileBytes().raw(data).bytes();

        assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(written, written.length - 4, written.length)))
                .isEqualTo("8ad09457");
    }

    @Test
    void cutAnywhere_keepsTheRowsBeforeAndNamesTheByte() {
        EventFileBytes file = new EventFileBytes();
        int[] ends = new int[6];
        for (int i = 0; i < ends.length; i++) {
            file.simple(i, "loss", i + 0.5f);
            ends[i] = file.size();
        }
        byte[] whole = file.bytes();
        List<LogRow> rows = Logs.read(folder, NAME, whole).rows();
        for (int length = 1; length < whole.length; length++) {
            int cutAt = length;
            int complete = (int) Arrays.stream(ends).filter(end -> end <= cutAt).count();
            boolean atARecord =
                    Arrays.stream(ends).anyMatch(end -> end == cutAt) || cutAt == ends[0] - (ends[1] - ends[0]);

            Logs.Reading cut = Logs.read(folder, NAME, Arrays.copyOf(whole, length));

            assertThat(cut.rows()).isEqualTo(rows.subList(0, complete));
            assertThat(cut.problem().isPresent()).as("problem at %d", length).isEqualTo(!atARecord);
            cut.problem()
                    .ifPresent(problem ->
                            assertThat(problem).contains(NAME + ": byte ").containsAnyOf("cut short"));
        }
    }

    @Test
    void anyByteChanged_isToldAndNeverReadAsAValue() {
        EventFileBytes file = new EventFileBytes();
        for (int i = 0; i < 4; i++) {
            file.simple(i, "loss", i + 0.5f);
        }
        byte[] whole = file.bytes();
        List<LogRow> rows = Logs.read(folder, NAME, whole).rows();
        for (int place = 0; place < whole.length; place++) {
            for (int change : new int[] {0x01, 0x80, 0xFF}) {
                byte[] changed = whole.clone();
                changed[place] ^= (byte) change;

                Logs.Reading read = Logs.read(folder, NAME, changed);

                assertThat(read.problem()).as("byte %d", place).isPresent();
                assertThat(read.problem().get()).contains(": byte ");
                assertThat(read.rows()).isEqualTo(rows.subList(0, read.rows().size()));
            }
        }
    }

    @Test
    void recordThatIsNoEvent_isToldWithItsByte() {
        EventFileBytes file = new EventFileBytes().simple(1, "loss", 1);
        int place = file.size();
        file.raw(new byte[] {0x2a, 0x7f, 0x01});

        Logs.Reading read = Logs.read(folder, NAME, file.bytes());

        assertThat(read.rows()).hasSize(1);
        assertThat(read.problem()).get().asString().contains(": byte " + place + ": the record is no event");
    }

    @Test
    void negativeStep_isRefused() {
        byte[] file =
                new EventFileBytes().simple(3, "loss", 1).simple(-1, "loss", 1).bytes();

        Logs.Reading read = Logs.read(folder, NAME, file);

        assertThat(read.rows()).hasSize(1);
        assertThat(read.problem()).get().asString().contains("step was '-1'; expected a whole number from 0");
    }

    @Test
    void mappedTag_isTheSignal_andAMissingOneIsTold() {
        byte[] file = new EventFileBytes()
                .simple(1, "loss", 1)
                .simple(1, "objective/total", 2)
                .bytes();
        Logs.read(folder, NAME, file);

        Logs.Reading mapped = Logs.read(folder.resolve(NAME), SignalMap.parse(List.of("train_loss=objective/total")));
        Logs.Reading missing = Logs.read(folder.resolve(NAME), SignalMap.parse(List.of("train_loss=objective/totl")));

        assertThat(step(mapped, 0).getLoss()).isEqualTo(2);
        assertThat(step(mapped, 0).getMetrics()).isEqualTo(Map.of("loss", 1.0));
        assertThat(missing.problem())
                .get()
                .asString()
                .contains("has no 'objective/totl', which train_loss is mapped to; the nearest is 'objective/total'");
    }

    private static Step step(Logs.Reading read, int row) {
        return read.rows().get(row).events().stream()
                .map(Telemetry::getEvent)
                .filter(Step.class::isInstance)
                .map(Step.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
