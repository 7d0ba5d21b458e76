package io.gradwatch.schema.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertClassTest {

    /** A row of the table in docs/DETECTORS.md: detector, class. */
    private static final Pattern ROW =
            Pattern.compile("\\| `[a-z-]+` \\| ([a-z_]+) \\| (?:info|warning|critical) \\|.*");

    /** The filter of the page for alerts. */
    private static final Pattern PAGE = Pattern.compile("const classes = \\[(.*?)]", Pattern.DOTALL);

    @Test
    void everyClassOfADetector_isInTheList() throws IOException {
        Set<String> classes = new TreeSet<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "DETECTORS.md"));
        lines.stream().map(ROW::matcher).filter(Matcher::matches).forEach(row -> classes.add(row.group(1)));

        assertThat(classes).hasSizeGreaterThan(20);
        assertThat(classes)
                .allSatisfy(label -> assertThat(AlertClass.of(label)).as(label).isPresent());
    }

    @Test
    void filterOfThePage_hasTheSameClasses() throws IOException {
        Path source = Path.of("..", "stream-analytics", "fleet", "page", "src", "pages", "alerts.tsx");
        Matcher list = PAGE.matcher(Files.readString(source));

        assertThat(list.find()).isTrue();
        assertThat(Pattern.compile("\"(\\w+)\"")
                        .matcher(list.group(1))
                        .results()
                        .map(one -> one.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AlertClass.values())
                        .map(AlertClass::label)
                        .toList());
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
