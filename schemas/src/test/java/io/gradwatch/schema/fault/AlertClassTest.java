package io.gradwatch.schema.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertClassTest {

    /** A row of the table in docs/DETECTORS.md: detector, class. */
    private static final Pattern ROW =
            Pattern.compile("\\| `[a-z-]+` \\| ([a-z_]+) \\| (?:info|warning|critical) \\|.*");

    /** The catalogue as the page has it. */
    private static final Path PAGE =
            Path.of("..", "stream-analytics", "fleet", "page", "src", "format", "alert-classes.json");

    private static final List<String> SOURCES = List.of(
            "alerting/src/main",
            "standalone/src/main",
            "stream-analytics/calibration/src/main",
            "stream-analytics/detection/src/main",
            "stream-analytics/fleet/src/main",
            "stream-analytics/fleet/page/src");

    /** Ids of detectors and names of demo jobs, which may be called like a class. */
    private static final Pattern NAMES = Pattern.compile("(?:DetectorSpec\\.of|new DemoJob)\\(\\s*\"[a-z-]+\"");

    /** Questions of the cookbook, word for word. */
    private static final Set<String> QUESTIONS = Set.of("sql-examples.ts");

    @Test
    void everyClassOfADetector_isInTheList() throws IOException {
        Set<String> classes = new TreeSet<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "DETECTORS.md"));
        lines.stream().map(ROW::matcher).filter(Matcher::matches).forEach(row -> classes.add(row.group(1)));

        assertThat(classes).hasSizeGreaterThan(20);
        assertThat(classes)
                .allSatisfy(label -> assertThat(AlertClass.of(label)).as(label).isPresent());
    }

    /** {@code -Dgolden.update=true} writes the page's copy. */
    @Test
    void page_hasTheSameCatalogue() throws IOException {
        String catalogue = Arrays.stream(AlertClass.values())
                .map(AlertClassTest::json)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, catalogue);
        }

        assertThat(PAGE).hasContent(catalogue);
    }

    private static String json(AlertClass one) {
        return "  { \"class\": \"%s\", \"words\": \"%s\", \"divergence\": %s, \"shownBy\": [%s] }"
                .formatted(
                        one.label(),
                        one.words(),
                        one.isDivergence(),
                        one.shownBy().stream().map(series -> '"' + series + '"').collect(Collectors.joining(", ")));
    }

    /** Words of a class that stand for nothing else; others, such as nan and silent, are words of other things too. */
    @Test
    void noClass_isSpelledElsewhere() throws IOException {
        Set<String> spelled = new TreeSet<>();
        Pattern labels = Pattern.compile(Arrays.stream(AlertClass.values())
                .filter(one -> one.label().contains("_") || one.family().isPresent())
                .filter(one -> one != AlertClass.NAN && one != AlertClass.STALLED)
                .map(AlertClass::label)
                .collect(Collectors.joining("|", "[\"'](", ")[\"']")));
        for (Path source : sources()) {
            labels.matcher(NAMES.matcher(Files.readString(source)).replaceAll(""))
                    .results()
                    .forEach(match -> spelled.add(source + ": " + match.group()));
        }
        assertThat(spelled).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String root : SOURCES) {
            try (Stream<Path> files = Files.walk(Path.of("..").resolve(root))) {
                files.filter(file -> file.toString().matches(".*\\.(java|tsx?)"))
                        .filter(file -> !QUESTIONS.contains(file.getFileName().toString()))
                        .forEach(found::add);
            }
        }
        assertThat(found).hasSizeGreaterThan(500);
        return found;
    }

    @Test
    void labelsOfTheLab_areClasses() throws IOException {
        Path source = Path.of("..", "stream-analytics", "lab", "gradwatch_lab", "labels", "verdict.py");
        List<String> labels = Pattern.compile("(?m)^(?:WORST_FIRST|EVIDENT|FLAT) = \\((.*)\\)")
                .matcher(Files.readString(source))
                .results()
                .flatMap(list ->
                        Pattern.compile("\"(\\w+)\"").matcher(list.group(1)).results())
                .map(label -> label.group(1))
                .toList();
        assertThat(labels)
                .hasSizeGreaterThan(10)
                .allSatisfy(label -> assertThat(AlertClass.of(label)).as(label).isPresent());
    }

    @Test
    void noticeOfAJob_isNoFault_andWhatTheListLacksIs() {
        assertThat(AlertClass.isFault("notice")).isFalse();
        assertThat(AlertClass.isFault("nan")).isTrue();
        assertThat(AlertClass.isFault("bit_rot")).isTrue();
    }

    @Test
    void classes_haveFamiliesAndWords() {
        assertThat(AlertClass.LOSS_SPIKE.family()).contains(AlertClass.Family.BLOW_UP);
        assertThat(AlertClass.CRASHED.family()).isEmpty();
        assertThat(AlertClass.Family.BLOW_UP.label()).isEqualTo("blow-up");
        assertThat(AlertClass.OVERFITTING.words()).isEqualTo("over-fitting");
        assertThat(AlertClass.LOSS_SPIKE.words()).isEqualTo("loss spike");
        assertThat(AlertClass.words("bit_rot")).isEqualTo("bit rot");
    }

    @Test
    void stories_areOfFamilies() {
        assertThat(AlertClass.NAN.explainsMoreThan(AlertClass.LOSS_SPIKE)).isTrue();
        assertThat(AlertClass.LOSS_SPIKE.explainsMoreThan(AlertClass.NAN)).isFalse();
        assertThat(AlertClass.NAN.explainsMoreThan(AlertClass.PLATEAU)).isFalse();
        assertThat(AlertClass.PLATEAU.followsFrom(AlertClass.NAN)).isTrue();
        assertThat(AlertClass.LOSS_SPIKE.followsFrom(AlertClass.OSCILLATING)).isTrue();
        assertThat(AlertClass.NAN.followsFrom(AlertClass.OSCILLATING)).isFalse();
    }

    @Test
    void noClass_isOfTwoFamilies() {
        assertThat(Arrays.stream(AlertClass.Family.values()).flatMap(family -> family.classes().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void wordsOfAnEnd_nameTheFaults() {
        assertThat(RunVerdict.words("finished", List.of())).isEqualTo("finished");
        assertThat(RunVerdict.words("finished", List.of("exploding", "overfitting")))
                .isEqualTo("finished, diverged (exploding)");
        assertThat(RunVerdict.words("crashed", List.of("crashed", "hung"))).isEqualTo("crashed, hung unrecovered");
        assertThat(RunVerdict.words("finished", List.of("overfitting", "distribution_shift")))
                .isEqualTo("finished, over-fitting, distribution shift unrecovered");
        assertThat(RunVerdict.words("", List.of("nan"))).isEqualTo("diverged (nan)");
        assertThat(RunVerdict.words("stopped", List.of("bit_rot"))).isEqualTo("stopped, bit rot unrecovered");
    }
}
