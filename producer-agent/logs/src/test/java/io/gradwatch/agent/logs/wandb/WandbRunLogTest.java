package io.gradwatch.agent.logs.wandb;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WandbRunLogTest {

    private static final String NAME = "run-abc.wandb";

    @TempDir
    Path folder;

    @Test
    void historyAndDeclaration_areRead() {
        Logs.Reading read = Logs.read(
                folder,
                NAME,
                new WandbBytes()
                        .run("quick-fox", "digits", "night", "lr", "0.001", "_wandb", "{}")
                        .history(
                                "_step",
                                "0",
                                "_timestamp",
                                "1700000000.5",
                                "train/loss",
                                "2.5",
                                "img",
                                "{\"_type\": \"image-file\"}")
                        .nested("\"NaN\"", "train", "loss")
                        .history("_step", "2", "val", "{\"loss\": 1.5}")
                        .exit(0)
                        .bytes());

        RunStarted started = (RunStarted) read.started().getEvent();
        assertThat(started.getName()).isEqualTo("quick-fox");
        assertThat(started.getProject()).isEqualTo("digits");
        assertThat(started.getTags()).containsExactly("night");
        assertThat(started.getGroup()).isEqualTo("sweep-1");
        assertThat(started.getNotes()).isEqualTo("a note");
        assertThat(started.getHyperparameters()).isEqualTo(Map.of("lr", "0.001"));
        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSize(3);
        assertThat(read.rows().get(0).timeMillis()).isEqualTo(1_700_000_000_500L);
        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2.5);
        assertThat(((Step) read.events().get(1).getEvent()).getLoss()).isNaN();
        assertThat(((Evaluation) read.events().get(2).getEvent()).getLoss()).isEqualTo(1.5);
        assertThat(read.rows().get(2).step()).isEqualTo(2);
    }

    @Test
    void stepsOfTheJobsOwn_goBeforeThoseOfWandb() {
        Logs.Reading read = Logs.read(
                folder,
                NAME,
                new WandbBytes()
                        .history("_step", "0", "train/loss", "2.5", "train/global_step", "100")
                        .history("_step", "1", "train/loss", "1.5", "train/global_step", "200")
                        .bytes());

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(100L, 200L);
    }

    @Test
    void recordsOverSeveralBlocks_areWhole() {
        WandbBytes file = new WandbBytes();
        for (int step = 0; step < 40; step++) {
            file.history("_step", "" + step, "note", "\"" + "x".repeat(3_000 * step) + "\"", "loss", "" + step);
        }

        Logs.Reading read = Logs.read(folder, NAME, file.bytes());

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSize(40);
        assertThat(read.understanding().leftOut()).isZero();
    }

    @Test
    void damagedBlock_isLeftOutAndTold_andTheNextIsRead() {
        WandbBytes file = new WandbBytes();
        for (int step = 0; step < 3_000; step++) {
            file.history("_step", "" + step, "loss", "" + step);
        }
        byte[] damaged = file.bytes();
        damaged[WandbFile.BLOCK + 100] ^= 1;

        Logs.Reading read = Logs.read(folder, NAME, damaged);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSizeBetween(1_000, 2_999);
        assertThat(read.rows().get(read.rows().size() - 1).step()).isEqualTo(2_999);
        assertThat(read.understanding().hints().toString())
                .contains(NAME + ": byte ")
                .contains("is damaged; left out up to");
    }

    @Test
    void writtenInTwoPieces_cutAtEachByte_tellsTheSame() throws Exception {
        byte[] content = new WandbBytes()
                .run("a", "b", "c")
                .history("_step", "0", "loss", "2")
                .history("_step", "1", "loss", "1")
                .bytes();
        for (int cut = WandbFile.HEADER; cut < content.length; cut++) {
            Path file = Files.write(folder.resolve("cut-" + cut + ".wandb"), Arrays.copyOf(content, cut));
            List<Long> steps = new ArrayList<>();
            long position;
            try (GrowingRunLog log = open(file)) {
                read(log, steps);
                position = log.position();
                Files.write(file, Arrays.copyOfRange(content, cut, content.length), StandardOpenOption.APPEND);
                List<Long> goesOn = new ArrayList<>(steps);
                read(log, goesOn);
                assertThat(goesOn).as("cut at %d", cut).containsExactly(0L, 1L);
            }
            try (GrowingRunLog log = open(file)) {
                log.skipTo(position);
                read(log, steps);
            }
            assertThat(steps).as("opened again, cut at %d", cut).containsExactly(0L, 1L);
        }
    }

    @Test
    void anyByteFlipped_neverThrowsAndNeverMakesUpARow() throws IOException {
        byte[] content = new WandbBytes()
                .history("_step", "0", "loss", "2")
                .history("_step", "1", "loss", "1")
                .bytes();
        for (int i = 0; i < content.length; i++) {
            for (int change : new int[] {0x01, 0x10, 0xFF}) {
                byte[] damaged = content.clone();
                damaged[i] ^= (byte) change;
                Logs.Reading read = Logs.read(folder, NAME, damaged);
                assertThat(read.rows()).as("byte %d", i).hasSizeLessThanOrEqualTo(2);
                boolean told = read.problem().isPresent()
                        || !read.understanding().hints().isEmpty()
                        || read.rows().size() < 2;
                assertThat(told).as("byte %d", i).isTrue();
            }
        }
    }

    @Test
    void foreignRecordsAndHugeLengths_areLeftOut() {
        Logs.Reading read = Logs.read(
                folder,
                NAME,
                new WandbBytes()
                        .raw(new byte[] {18, -1, -1, -1, -1, 7})
                        .raw(new byte[] {(byte) 0xFF})
                        .record(77, new byte[5])
                        .history("_step", "0", "loss", "2")
                        .bytes());

        assertThat(read.rows()).hasSize(1);
        assertThat(read.understanding().leftOut()).isEqualTo(2);
    }

    @Test
    void exitCode_saysWhetherItCameToItsEnd() throws Exception {
        for (int code : new int[] {0, 1}) {
            Path file = Files.write(
                    folder.resolve(code + ".wandb"),
                    new WandbBytes().history("loss", "1").exit(code).bytes());
            try (GrowingRunLog log = open(file)) {
                read(log, new ArrayList<>());
                assertThat(log.finished()).isEqualTo(code == 0);
            }
        }
    }

    private static GrowingRunLog open(Path file) throws UnreadableLogException {
        return LogFormat.WANDB.follow(file, "run", LogReading.asTheyTell());
    }

    private static void read(GrowingRunLog log, List<Long> steps) throws UnreadableLogException {
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            steps.add(row.get().step());
        }
    }
}
