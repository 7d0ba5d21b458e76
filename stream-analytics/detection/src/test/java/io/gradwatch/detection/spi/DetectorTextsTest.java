package io.gradwatch.detection.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetectorTextsTest {

    private static final Path SOURCES = Path.of("src/main/java/io/gradwatch/detection");
    private static final Pattern NAME = Pattern.compile("\"([a-z]+(?:-[a-z]+)*(?:\\.[a-z-]+)?)\"");

    @Test
    void advice_isWhatDetectorsName_andNothingElse() throws IOException {
        Set<String> ids =
                TestRun.DETECTORS.stream().map(detector -> detector.spec().id()).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> NAME.matcher(read(file))
                            .results()
                            .map(match -> match.group(1))
                            .filter(name -> ids.contains(name.split("\\.")[0]))
                            .forEach(named::add));
        }
        assertThat(named).containsAll(DetectorTexts.adviceNames());
        assertThat(DetectorTexts.adviceNames())
                .containsAll(named.stream().filter(name -> name.contains(".")).toList())
                .allSatisfy(name -> assertThat(ids).contains(name.split("\\.")[0]));
    }

    @Test
    void sentences_endWithAPoint_andNameItems() {
        assertThat(DetectorTexts.adviceNames())
                .allSatisfy(name -> assertThat(Stream.concat(
                                DetectorTexts.causes(name).stream(), DetectorTexts.remedies(name).stream()))
                        .isNotEmpty()
                        .allSatisfy(advice -> {
                            assertThat(advice.getText()).matches("[A-Z].*[.?]");
                            assertThat(advice.getKnowledgeItem()).matches("(K[1-9][0-9]?)?");
                        }));
    }

    @Test
    void nameOfACause_standsForItsSentence() {
        assertThat(DetectorTexts.causes("dead-layer")).contains(new Advice(Cause.INPUT_SCALE.text(), "K7"));
    }

    @Test
    void unknownName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectorTexts.remedies("no-such-detector"))
                .withMessage("texts.yaml has nothing of the name 'no-such-detector'");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
