package io.gradwatch.schema.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A field of a step is named in few files: what only hands it on, from a recorder to a chart, goes through
 * {@link StepField#ALL} and the catalogue. Files that have a use of their own for a field are not counted, see
 * {@link #OWN_USE}; nor are tests, documents, and files that are made from others. CONTRIBUTING.md has the recipe.
 */
class StepFieldPlacesTest {

    private static final int MOST = 8;

    private static final Path PROJECT = Path.of("..");

    private static final Pattern SOURCE =
            Pattern.compile("(?:.*/src/main|producer-agent/python/src|stream-analytics/fleet/page/src)/"
                    + ".*\\.(?:java|avdl|json|py|tsx?)");

    private static final Pattern MADE = Pattern.compile(
            ".*/(?:page/assets/.*|page/src/api/schema\\.ts|_signals\\.py|signals\\.json|alert-classes\\.json|openapi\\.json)");

    /**
     * Detectors that judge it, integrations that measure it, programs that train, and the columns of the runs' table.
     */
    private static final Pattern OWN_USE = Pattern.compile(String.join(
            "|",
            "stream-analytics/(?:detection|calibration)/.*",
            "producer-agent/(?:djl|dl4j)/.*",
            "producer-agent/python/src/gradwatch/(?:integrations/.*|_memory\\.py|_seen\\.py|_watch\\.py)",
            "(?:benchmarks|standalone/.*/demo|standalone/.*/draw)/.*",
            ".*/(?:RunRow|RunRows|PastRuns)\\.java|.*/page/src/api/types\\.ts"));

    /** Folders that are no sources and large. */
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", "test");

    private static final Map<String, String> SOURCES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = SKIPPED.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = PROJECT.relativize(file).toString();
                if (SOURCE.matcher(name).matches()
                        && !MADE.matcher(name).matches()
                        && !OWN_USE.matcher(name).matches()) {
                    SOURCES.put(name, Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(SOURCES).hasSizeGreaterThan(500);
    }

    /** Excluded fields have the names of other things: a duration, an epoch, a loss, tokens, a mode. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DURATION_MILLIS", "EPOCH", "LOSS", "TOKENS", "TRAINING_MODE", "LEARNING_RATE"})
    void field_isNamedInFewFiles(StepField field) {
        assertThat(places(field)).hasSizeBetween(3, MOST);
    }

    /**
     * Lightning names it by the optimizer, for two interfaces; a log may hold it for the next row; two examples have
     * it.
     */
    @ParameterizedTest
    @EnumSource(names = "LEARNING_RATE")
    void learningRate_hasRulesOfItsOwnBesides(StepField field) {
        Set<String> places = places(field);
        assertThat(places)
                .extracting(place -> place.substring(place.lastIndexOf('/') + 1))
                .contains("MetricNames.java", "_names.py", "RowEvents.java", "RowValues.java")
                .contains("TrainingRun.java", "sql-examples.ts")
                .hasSizeLessThanOrEqualTo(MOST + 6);
    }

    private static Set<String> places(StepField field) {
        String title =
                Character.toUpperCase(field.field().charAt(0)) + field.field().substring(1);
        Pattern named = Pattern.compile(
                "\\b(?:%s|[gs]et%s|%s|%s)\\b".formatted(field.field(), title, field.series(), field.name()));
        Set<String> places = new TreeSet<>();
        SOURCES.forEach((name, text) -> {
            if (named.matcher(text).find()) {
                places.add(name);
            }
        });
        return places;
    }
}
