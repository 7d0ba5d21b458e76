package io.gradwatch.detection.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetectorTextsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern CALL = Pattern.compile("\\.advice\\(");
    private static final Pattern METHOD =
            Pattern.compile("String advice\\([^)]*\\) \\{(.*?)\\n    \\}", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

    @Test
    void texts_areThoseOfTheDetectorsAndCauses_andNoOthers() {
        assertThat(DetectorTexts.detectorNames())
                .containsExactlyInAnyOrderElementsOf(TestRun.DETECTORS.stream()
                        .map(detector -> detector.spec().id())
                        .toList());
        assertThat(DetectorTexts.causeNames())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Cause.values()).map(Cause::name).toList());
    }

    @Test
    void advice_isWhatDetectorsName_andNothingElse() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> named.addAll(named(file)));
        }
        assertThat(DetectorTexts.adviceNames()).containsExactlyInAnyOrderElementsOf(named);
    }

    /** Names of advice that a source file asks for. */
    private static Set<String> named(Path file) {
        String source = read(file);
        Set<String> named = new TreeSet<>();
        CALL.matcher(source).results().forEach(call -> {
            String argument = argument(source, call.end());
            literals(argument).forEach(named::add);
            if (argument.equals("spec().id()")) {
                named.addAll(ids(file));
            }
        });
        METHOD.matcher(source)
                .results()
                .flatMap(method -> literals(method.group(1)))
                .forEach(named::add);
        return named;
    }

    /** Text within the brackets that open before a place. */
    private static String argument(String source, int begin) {
        int open = 1;
        int at = begin;
        while (open > 0) {
            char c = source.charAt(at++);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return source.substring(begin, at - 1);
    }

    private static Stream<String> literals(String code) {
        return LITERAL.matcher(code).results().map(match -> match.group(1));
    }

    /** Ids of the detectors that are of the class of a source file. */
    private static List<String> ids(Path file) {
        String name = SOURCES.relativize(file)
                .toString()
                .replace(File.separatorChar, '.')
                .replace(".java", "");
        try {
            Class<?> type = Class.forName(name);
            return TestRun.DETECTORS.stream()
                    .filter(type::isInstance)
                    .map(detector -> detector.spec().id())
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
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
