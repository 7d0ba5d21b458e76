package io.gradwatch.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.tensorboard.EventFileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {

    @TempDir
    Path folder;

    @Test
    void ending_isNotNeeded() {
        assertThat(Logs.read(folder, "a", Logs.CSV).rows()).hasSize(4);
        assertThat(Logs.read(folder, "b", Logs.TRAINER_STATE).rows()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void everyFormat_isKnownByItsBeginning_andIsFollowedUnlessItIsWrittenAnew(LogFormat format) throws Exception {
        Path log = sample(format);

        assertThat(LogFormat.of(log, LogReading.asTheyTell())).contains(format);
        if (format.isWhole()) {
            assertThatIllegalStateException().isThrownBy(() -> format.follow(log, "run", LogReading.asTheyTell()));
        } else {
            format.follow(log, "run", LogReading.asTheyTell()).close();
        }
    }

    private Path sample(LogFormat format) throws IOException {
        return switch (format) {
            case EVENTS -> write(new EventFileBytes().simple(1, "loss", 2).bytes());
            case WANDB -> write(new byte[] {':', 'W', '&', 'B', (byte) 0xE1, (byte) 0xBE, 0});
            case CSV -> write(bytes(Logs.CSV));
            case JSON_LINES -> write(bytes("{\"step\": 1, \"loss\": 2.5}\n"));
            case TRAINER_STATE -> write(bytes(Logs.TRAINER_STATE));
            case TEXT_IN_JSON -> write(bytes("{\"nbformat\": 4, \"cells\": []}\n"));
            case JSON -> write(bytes("{\"epoch\": [1, 2], \"loss\": [2.5, 2]}\n"));
            case FOLDER ->
                Files.createDirectories(folder.resolve("plots/metrics")).resolve("../..");
            case TEXT -> write(bytes("step 1: loss 2.5\n"));
        };
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("log"), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty.csv", "empty.json", "empty"})
    void emptyFile_isToldAsSuch(String name) {
        assertThat(Logs.read(folder, name, "").problem()).get().asString().contains(name + ": is empty; expected");
        assertThat(Logs.read(folder, name, "\n\n").problem()).get().asString().contains(name + ": is empty; expected");
    }

    @Test
    void missingFileAndFolder_areToldAsSuch() {
        assertThat(Logs.read(folder.resolve("none.csv")).problem())
                .get()
                .asString()
                .endsWith("does not exist");
        assertThat(Logs.read(folder).problem()).get().asString().contains("is a folder");
    }

    @Test
    void binaryFile_isToldWithoutControlCharacters() {
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);

        assertThat(Logs.read(folder, "run.bin", garbage).problem())
                .get()
                .asString()
                .contains("has no lines of a training")
                .doesNotContainPattern("\\p{Cntrl}");
        assertThat(Logs.read(folder, "run.csv", garbage).problem()).isPresent();
        assertThat(Logs.read(folder, "run.json", garbage).problem()).isPresent();
    }

    @Test
    void csvCutAnywhere_givesTheRowsBefore() {
        byte[] whole = bytes(Logs.CSV);
        List<LogRow> rows = Logs.read(folder, "run.csv", whole).rows();
        for (int length = 0; length < whole.length; length++) {
            Logs.Reading cut = Logs.read(folder, "run.csv", Arrays.copyOf(whole, length));
            int wholeRows =
                    Math.max(0, (int) Logs.CSV.substring(0, length).lines().count() - 2);
            assertThat(cut.rows()).as("rows of %d bytes", length).hasSizeGreaterThanOrEqualTo(wholeRows);
            assertThat(cut.rows().subList(0, wholeRows)).isEqualTo(rows.subList(0, wholeRows));
        }
    }

    @Test
    void jsonCutAnywhere_givesTheRowsBeforeAndAProblem() {
        byte[] whole = bytes(Logs.TRAINER_STATE.stripTrailing());
        List<LogRow> rows = Logs.read(folder, "run.json", whole).rows();
        for (int length = 0; length < whole.length; length++) {
            Logs.Reading cut = Logs.read(folder, "run.json", Arrays.copyOf(whole, length));
            assertThat(cut.problem()).as("problem at %d bytes", length).isPresent();
            assertThat(cut.rows()).isEqualTo(rows.subList(0, cut.rows().size()));
        }
        assertThat(Logs.read(folder, "run.json", Arrays.copyOf(whole, whole.length - 1))
                        .rows())
                .isEqualTo(rows);
    }

    @Test
    void bytesChangedAnywhere_neverEscapeAsAnythingElse() {
        Random random = new Random(7);
        for (String name : List.of("run.csv", "run.json")) {
            byte[] whole = bytes(name.endsWith("csv") ? Logs.CSV : Logs.TRAINER_STATE);
            for (int i = 0; i < 200; i++) {
                byte[] changed = whole.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                assertThatCode(() -> Logs.read(folder, name, changed)).doesNotThrowAnyException();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
