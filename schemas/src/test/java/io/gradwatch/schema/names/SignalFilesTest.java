package io.gradwatch.schema.names;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogue as the Python package and the page have it: files that are made from it and committed.
 * {@code -Dgolden.update=true} writes them anew.
 */
class SignalFilesTest {

    private static final Path PYTHON = Path.of("..", "producer-agent", "python", "src", "gradwatch", "_signals.py");
    private static final Path PAGE =
            Path.of("..", "stream-analytics", "fleet", "page", "src", "format", "signals.json");

    private final NameCatalogue names = NameCatalogue.shared();

    @Test
    void python_hasTheSameCatalogue() throws IOException {
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> metrics = new TreeMap<>();
        for (CatalogueSignal signal : names.signals()) {
            for (String name : signal.fields()) {
                signal.field().ifPresent(field -> fields.put(name, field.field()));
                signal.metric().ifPresent(metric -> metrics.put(name, metric));
            }
        }
        check(PYTHON, """
                \"""Names of values. Made from the catalogue of names in ``schemas``: change that, not this.\"""

                #: Fields of a step by the names that ``log`` knows.
                STEP_FIELDS = {
                %s}

                #: Largest value of a field that holds a whole number.
                WHOLE_FIELDS = {
                %s}

                #: Series of the stream, where they are spelled in another way than the fields.
                SERIES = {
                %s}

                #: Metrics that ``log`` knows by another name.
                METRIC = {
                %s}

                #: Words for the data of a split that a name may begin with. Longest first, so that train_val is not train.
                PREFIXES = (
                %s)
                """.formatted(
                        lines(fields, "    \"%s\": \"%s\",\n"),
                        numbers(StepField.Type.INT, "2**31 - 1") + numbers(StepField.Type.LONG, "2**63 - 1"),
                        StepField.ALL.stream()
                                .filter(field -> !field.series().equals(field.field()))
                                .filter(StepField::isSeries)
                                .map(field -> "    \"%s\": \"%s\",%n".formatted(field.field(), field.series()))
                                .collect(joining()),
                        lines(metrics, "    \"%s\": \"%s\",\n"),
                        prefixes().stream().collect(joining())));
    }

    @Test
    void page_hasTheSameCatalogue() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> series = new ArrayList<>();
        Stream<CatalogueSignal> inSections = names.sections().values().stream()
                .flatMap(List::stream)
                .map(id -> names.signal(id).orElseThrow());
        Stream<CatalogueSignal> others =
                names.signals().stream().filter(signal -> signal.section().isEmpty());
        for (CatalogueSignal signal : Stream.concat(inSections, others)
                .filter(signal -> signal.field().isPresent())
                .toList()) {
            series.add("    { \"series\": %s, \"section\": %s, \"meaning\": %s }"
                    .formatted(
                            json.writeValueAsString(signal.field().get().series()),
                            json.writeValueAsString(signal.section().orElse(null)),
                            json.writeValueAsString(signal.meaning())));
        }
        check(PAGE, """
                {
                  "sections": [%s],
                  "signals": [
                %s
                  ]
                }
                """.formatted(
                        names.sections().keySet().stream()
                                .map(title -> '"' + title + '"')
                                .collect(joining(", ")),
                        String.join(",\n", series)));
    }

    private static void check(Path file, String content) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, content);
        }
        assertThat(file).hasContent(content);
    }

    private static String lines(Map<String, String> map, String line) {
        return map.entrySet().stream()
                .map(entry -> line.formatted(entry.getKey(), entry.getValue()))
                .collect(joining());
    }

    private static String numbers(StepField.Type type, String largest) {
        return StepField.ALL.stream()
                .filter(field -> field.type() == type)
                .map(field -> "    \"%s\": %s,%n".formatted(field.field(), largest))
                .collect(joining());
    }

    private List<String> prefixes() {
        Map<String, Split> words = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        names.splits()
                .forEach((split, spelled) -> spelled.forEach(word -> {
                    words.put(word, split);
                    words.put(word.replace('_', '-'), split);
                }));
        return words.entrySet().stream()
                .map(entry -> "    (\"%s\", %s),%n"
                        .formatted(
                                entry.getKey(),
                                entry.getValue() == Split.TRAIN
                                        ? "None"
                                        : '"' + entry.getValue().name() + '"'))
                .toList();
    }
}
