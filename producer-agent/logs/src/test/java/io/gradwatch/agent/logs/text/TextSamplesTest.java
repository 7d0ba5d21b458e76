package io.gradwatch.agent.logs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that programs print, with their rows: each file of {@code text/} has its rows, a line of {@code ====}, and the
 * text. To add a sample, add a file; {@code -Dgolden.update=true} writes the rows, to be looked at. Those of
 * {@code text-blocks/} have lines that belong together, so that nothing may come between them.
 */
class TextSamplesTest {

    private static final Path SAMPLES = Path.of("src/test/resources/text");
    private static final Path BLOCKS = Path.of("src/test/resources/text-blocks");
    private static final String BETWEEN = "====\n";

    @TempDir
    Path folder;

    static Stream<String> samples() throws IOException {
        return names(SAMPLES).stream();
    }

    static Stream<String> allSamples() throws IOException {
        return Stream.concat(samples(), names(BLOCKS).stream());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path file(String name) {
        Path file = SAMPLES.resolve(name);
        return Files.exists(file) ? file : BLOCKS.resolve(name);
    }

    @ParameterizedTest
    @MethodSource("allSamples")
    void sample_isReadAsItsRows(String name) throws Exception {
        List<String> rows = whole(text(name), StandardCharsets.UTF_8);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file(name), String.join("\n", rows) + "\n" + BETWEEN + text(name));
        }
        assertThat(rows).isEqualTo(expected(name));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sampleInUtf16OrLatin1_isTheSame(String name) throws Exception {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThat(whole(text(name), charset)).as(charset.name()).isEqualTo(expected(name));
        }
        assertThat(whole("caf\u00e9\n" + text(name), StandardCharsets.ISO_8859_1))
                .isEqualTo(expected(name));
        assertThat(whole("\ufeff" + text(name), StandardCharsets.UTF_8)).isEqualTo(expected(name));
        assertThat(whole(text(name).replace("\n", "\r\n"), StandardCharsets.UTF_8))
                .isEqualTo(expected(name));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void junkBetweenTheLines_changesNothing(String name) throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 5; i++) {
            StringBuilder junk = new StringBuilder();
            text(name)
                    .lines()
                    .forEach(line ->
                            junk.append(line).append('\n').append(junk(random)).append('\n'));
            if (text(name).indexOf('\r') < 0) {
                assertThat(whole(junk.toString(), StandardCharsets.UTF_8))
                        .as(junk.toString())
                        .isEqualTo(expected(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void cutAtAnyByte_tellsTheSame_alsoWhenOpenedAgain(String name) throws Exception {
        byte[] content = text(name).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= content.length; cut += 1 + cut % 7) {
            Path file = Files.write(folder.resolve("growing.log"), Arrays.copyOf(content, cut));
            List<String> rows = new ArrayList<>();
            List<String> again = new ArrayList<>();
            long position;
            try (GrowingRunLog log = LogFormat.TEXT.follow(file, "run", LogReading.asTheyTell())) {
                read(log, rows);
                position = log.position();
                again.addAll(rows);
                append(file, content, cut);
                read(log, rows);
                log.end();
                read(log, rows);
            }
            assertThat(rows).as("cut at %d", cut).isEqualTo(expected(name));
            try (GrowingRunLog log = LogFormat.TEXT.follow(file, "run", LogReading.asTheyTell())) {
                log.skipTo(position);
                read(log, again);
                log.end();
                read(log, again);
            }
            assertThat(again).as("opened again at %d", position).isEqualTo(expected(name));
        }
    }

    private static void append(Path file, byte[] content, int from) throws IOException {
        Files.write(file, Arrays.copyOfRange(content, from, content.length), StandardOpenOption.APPEND);
    }

    private static String junk(Random random) {
        String letters = "abcdefghijklmnop  ,;()[]=";
        StringBuilder junk = new StringBuilder("xq");
        for (int length = random.nextInt(40); length > 0; length--) {
            junk.append(letters.charAt(random.nextInt(letters.length())));
        }
        return junk.append(' ').append(random.nextInt(1000)).toString();
    }

    private List<String> whole(String text, Charset charset) throws Exception {
        Path file = Files.write(folder.resolve("whole.log"), text.getBytes(charset));
        List<String> rows = new ArrayList<>();
        try (RunLog log = LogFormat.open(file, "run", LogReading.asTheyTell())) {
            read(log, rows);
        }
        return rows;
    }

    private static void read(RunLog log, List<String> rows) throws UnreadableLogException {
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            row.get().events().forEach(event -> rows.add(shown(event.getEvent())));
        }
    }

    private static String text(String name) throws IOException {
        String file = Files.readString(file(name));
        return file.substring(file.indexOf(BETWEEN) + BETWEEN.length());
    }

    private static List<String> expected(String name) throws IOException {
        String file = Files.readString(file(name));
        return file.substring(0, file.indexOf(BETWEEN)).lines().toList();
    }

    private static String shown(Object event) {
        if (event instanceof RunStarted) {
            return "another attempt";
        }
        if (event instanceof Step step) {
            return "step " + step.getStep() + " loss " + step.getLoss() + " lr " + step.getLearningRate() + " norm "
                    + step.getGradientNorm() + " " + step.getMetrics();
        }
        Evaluation evaluation = (Evaluation) event;
        return "evaluation " + evaluation.getStep() + " of " + evaluation.getSplit() + " loss " + evaluation.getLoss()
                + " " + evaluation.getMetrics();
    }
}
