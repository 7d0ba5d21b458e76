package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FaultWordsTest {

    /** A row of the table in docs/DETECTORS.md: detector, class. */
    private static final Pattern ROW =
            Pattern.compile("\\| `[a-z-]+` \\| ([a-z_]+) \\| (?:info|warning|critical) \\|.*");

    @Test
    void everyClassOfTheCatalogue_hasWords() throws IOException {
        Set<String> classes = new TreeSet<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "DETECTORS.md"));
        lines.stream().map(ROW::matcher).filter(Matcher::matches).forEach(row -> classes.add(row.group(1)));

        assertThat(classes).hasSizeGreaterThan(20).allMatch(FaultWords::knows);
    }

    @Test
    void unknownClass_standsForItself() {
        assertThat(FaultWords.of("bit_rot")).isEqualTo("bit_rot");
        assertThat(FaultWords.of("two\nlines")).isEqualTo("two lines");
    }
}
