package io.gradwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that the knowledge list says of failing training is left out. */
class KnowledgeCoverageTest {

    private static final Path KNOWLEDGE = Path.of("../../docs/KNOWLEDGE.md");
    private static final Pattern ITEM = Pattern.compile("\\bK[1-9][0-9]?\\b");

    @Test
    void everyItem_isServedByADetector_andDetectorsNameNoOther() throws IOException {
        TreeSet<String> listed = ITEM.matcher(Files.readString(KNOWLEDGE))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> served = TestRun.DETECTORS.stream()
                .flatMap(detector -> detector.spec().knowledgeItems().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).hasSize(23);
        assertThat(served).isEqualTo(listed);
    }
}
