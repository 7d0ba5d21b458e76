package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that releases wrote, each with what it said, are read for ever. {@code -Dupgrades.keep=VERSION} keeps the
 * golden bytes of the present build for that version.
 */
class RecordUpgradeTest {

    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fields that a later build dropped on purpose, such as {@code run-started.host.name}. */
    private static final Set<String> REMOVED = Set.of();

    private static final Map<String, SingleObjectCodec<?>> CODECS = Map.ofEntries(
            Map.entry("alert", Topics.ALERTS.codec()),
            Map.entry("run-reference", Topics.REFERENCES.codec()),
            Map.entry("detector-overrides", Topics.SETTINGS.codec()),
            Map.entry("silence", Topics.SILENCES.codec()),
            Map.entry("acknowledgement", Topics.ACKNOWLEDGEMENTS.codec()),
            Map.entry("alert-annotation", Topics.ANNOTATIONS.codec()),
            Map.entry("run-note", Topics.NOTES.codec()),
            Map.entry("outbox-row", Topics.OUTBOX_ROWS.codec()),
            Map.entry("live-run", LiveTables.RUNS),
            Map.entry("live-rank", LiveTables.RANKS),
            Map.entry("live-alerts", LiveTables.ALERTS),
            Map.entry("group-change", LiveTables.GROUP_CHANGES),
            Map.entry("group", LiveTables.GROUPS));

    static List<Path> records() throws Exception {
        String version = System.getProperty("upgrades.keep");
        if (version != null) {
            Path folder = Files.createDirectories(
                    RESOURCES.resolve("upgrades").resolve(version).resolve("records"));
            for (Path golden : hexFiles(RESOURCES.resolve("golden"))) {
                String hex = Files.readString(golden);
                Files.writeString(folder.resolve(golden.getFileName()), hex);
                Files.writeString(said(folder.resolve(golden.getFileName())), decoded(golden) + "\n");
            }
        }
        return hexFiles(RESOURCES.resolve("upgrades"));
    }

    private static List<Path> hexFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordOfARelease_saysWhatItSaid(Path record) throws Exception {
        JsonNode said = JSON.readTree(Files.readString(said(record)));

        JsonNode read = JSON.readTree(decoded(record));

        assertThat(read).isEqualTo(filled(said, read, type(record)));
    }

    @Test
    void keptFieldThatIsNotRead_isMissed() throws Exception {
        JsonNode kept = JSON.readTree("{\"steps\":[{\"loss\":1,\"old\":2}]}");
        JsonNode renamed = JSON.readTree("{\"steps\":[{\"loss\":1,\"new\":2}],\"added\":3}");
        JsonNode more = JSON.readTree("{\"steps\":[{\"loss\":1,\"old\":2,\"new\":null}],\"added\":3}");

        assertThat(renamed).isNotEqualTo(filled(kept, renamed, "test"));
        assertThat(more).isEqualTo(filled(kept, more, "test"));
    }

    private static String decoded(Path record) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(Files.readString(record).replaceAll("\\s", ""));
        return CODECS.getOrDefault(type(record), Topics.TELEMETRY.codec())
                .decode(bytes)
                .toString();
    }

    private static String type(Path record) {
        return record.getFileName().toString().replace(".hex", "");
    }

    private static Path said(Path record) {
        return record.resolveSibling(record.getFileName().toString().replace(".hex", ".json"));
    }

    /**
     * The kept values, and those that are read where nothing is kept: fields that the release did not have.
     *
     * @param path of the value: the record's name, and the fields that lead to it
     */
    private static JsonNode filled(JsonNode kept, JsonNode read, String path) {
        if (kept.isObject() && read.isObject()) {
            var all = JSON.createObjectNode();
            read.fields()
                    .forEachRemaining(field -> all.set(
                            field.getKey(),
                            kept.has(field.getKey())
                                    ? filled(kept.get(field.getKey()), field.getValue(), path + "." + field.getKey())
                                    : field.getValue()));
            kept.fields().forEachRemaining(field -> {
                if (!read.has(field.getKey()) && !REMOVED.contains(path + "." + field.getKey())) {
                    all.set(field.getKey(), field.getValue());
                }
            });
            return all;
        }
        if (kept.isArray() && read.size() == kept.size()) {
            var all = JSON.createArrayNode();
            for (int i = 0; i < kept.size(); i++) {
                all.add(filled(kept.get(i), read.get(i), path));
            }
            return all;
        }
        return kept;
    }
}
