package io.gradwatch.agent.logs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, it is read or told as what it is: in little time, and with no other exception. */
class TextFuzzTest {

    private static final String PIECES =
            "epoch |step |loss|=|: |1|2.5|nan|inf|/|[|]|(|)|{|}|'|\"|\\|\r|\n|\b|\u001b[1m|%|100%|| |-|+|1e5|1,000|val|test |#|>|\u2501|\u7b2c|Epoch 1/2\n|[0]\t|| |@|saving model to out/a-1.pt\n|Checkpoint saved at step |._|0/39 |\u00e9poca ";

    @TempDir
    Path folder;

    @Test
    void piecesOfLogsInAnyOrder_areReadOrTold() {
        Random random = new Random(3);
        String[] pieces = PIECES.split("(?<!\\|)\\|");
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(400); length > 0; length--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThatCode(() -> Logs.read(folder, "run.log", text.toString()))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anyBytes_areReadOrTold() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            assertThatCode(() -> Logs.read(folder, "run.log", bytes)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"step 1- \u0663 loss: 2.5", "epoch \u0663 step 1/\u0663 loss 2.5"})
    void digitsOfOtherScripts_areNoNumbers(String line) {
        Logs.Reading read = Logs.read(folder, "run.log", "step 1 loss 2.5\n" + line + "\nstep 3 loss 2.0\n");

        assertThat(read.events().toString()).contains("\"loss\": 2.0");
    }

    @Test
    void dashBehindACount_isNoRange() {
        Logs.Reading read = Logs.read(folder, "run.log", "step 1- loss: 2.5\nstep 2- loss: 2.25\nstep 3- loss: 2.0\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.events().toString()).contains("\"loss\": 2.5", "\"loss\": 2.25", "\"loss\": 2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1,",
                "a",
                "a.",
                "loss ",
                "1/",
                "[",
                "epoch 1 ",
                "-",
                "1.",
                "| ",
                "\b",
                "\"a\": ",
                "\u001b[",
                "a_"
            })
    void longLines_takeLittleTime(String piece) {
        String line = piece.repeat((1 << 20) / piece.length());
        String text = ("step 1 loss 2.5\nstep 2 loss 2.25\n" + line + "\nstep 3 loss 2.0\n").repeat(3);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(3), () -> Logs.read(folder, "run.log", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for epoch in range(10):\n    loss = 0.0\n    lr = 0.1\n",
                "model:\n  loss: mse\n  lr: 0.001\n  epochs: 100\n  batch_size: 32\n",
                "Collecting torch==2.1.0\n  Downloading torch-2.1.0.whl (670.2 MB)\nSuccessfully installed torch-2.1.0\n",
                "Traceback (most recent call last):\n  File \"a.py\", line 12, in <module>\n    loss = f(3)\nValueError: step 3\n",
                "|   0  Tesla V100    On   | 00000000:00:1E.0 Off |                    0 |\n| N/A   45C    P0    50W / 300W |   1000MiB / 16160MiB |     20%      Default |\n",
                "              precision    recall  f1-score   support\n           0       0.50      0.75      0.60       100\n           1       0.75      0.50      0.60       100\n",
            })
    void whatIsNoTraining_isToldAsSuch(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), text, StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        LogFormat.open(file, "run", LogReading.asTheyTell()).next())
                .isInstanceOf(UnreadableLogException.class)
                .hasMessageContaining("has no lines of a training; expected numbers named loss, step or epoch")
                .hasMessageContaining(text.strip().substring(0, 5));
    }

    @Test
    void pattern_winsOverWhatTheTextTells() throws Exception {
        Path file = Files.writeString(folder.resolve("a.log"), "step 1 loss 2.5 my 1.5\nstep 2 loss 2.25 my 1.25\n");
        LogReading how = new LogReading(
                Optional.empty(),
                SignalMap.none(),
                Optional.of(TextPattern.parse("step (?<step>\\d+) .*my (?<loss>NUM)")));
        try (RunLog log = LogFormat.open(file, "run", how)) {
            assertThat(log.next().orElseThrow().events().toString()).contains("\"loss\": 1.5");
        }
    }

    @Test
    void mapping_winsOverTheUsualName() throws Exception {
        Path file = Files.writeString(folder.resolve("a.log"), "step 1 loss 2.5 my 1.5\nstep 2 loss 2.25 my 1.25\n");
        Logs.Reading read = Logs.read(file, SignalMap.parse(List.of("train_loss=my")));
        assertThat(read.events().toString()).contains("\"loss\": 1.5").contains("\"loss\": 1.25");
        Logs.Reading missing = Logs.read(file, SignalMap.parse(List.of("train_loss=mine")));
        assertThat(missing.problem()).get().asString().contains("has no 'mine', which train_loss is mapped to");
    }
}
