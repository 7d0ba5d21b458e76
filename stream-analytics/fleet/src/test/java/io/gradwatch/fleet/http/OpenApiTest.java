package io.gradwatch.fleet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.api.Schemas;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.history.HistoryRoutes;
import io.gradwatch.fleet.http.history.PictureRoutes;
import io.gradwatch.fleet.http.history.SqlRoutes;
import io.gradwatch.fleet.http.history.SummaryRoutes;
import io.gradwatch.fleet.http.live.LiveRoutes;
import io.gradwatch.fleet.http.note.NoteRoutes;
import io.gradwatch.fleet.http.saved.SavedViewRoutes;
import io.gradwatch.fleet.http.silence.SilenceRoutes;
import io.gradwatch.fleet.http.stream.StreamRoutes;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.FakeFleet;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.RunVerdict;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API is whole, and the types of the page are made of it. */
class OpenApiTest {

    private static final Path TYPES = Path.of("page/src/api/schema.ts");

    private static byte[] document;
    private static JsonNode described;

    /** Described by its own field alone. */
    private record Undescribed(@Described("The number.") int number, String text) {}

    private record FiniteNumbers(
            @Described(value = "The number.", finite = true) double number,

            @Described(value = "The numbers.", finite = true)
            double[][] numbers) {}

    private record FiniteText(
            @Described(value = "The text.", finite = true) String text) {}

    @BeforeAll
    static void describe() throws Exception {
        FakeFleet fleet = new FakeFleet();
        try (FleetServer server = new FleetServer(
                "127.0.0.1",
                0,
                new AccessSettings(List.of(), null, Set.of()),
                List.of(
                        new LiveRoutes(fleet, run -> List.of()),
                        new HistoryRoutes(null, fleet),
                        new PictureRoutes(null),
                        new SummaryRoutes(null, null),
                        new SqlRoutes(null),
                        new SilenceRoutes(null, fleet),
                        new SavedViewRoutes(null, null),
                        new NoteRoutes(null, fleet),
                        new StreamRoutes(null, null, 1, null),
                        new StatusRoutes(Optional::empty, "kafka:9092"),
                        new MetricsRoutes(new PrometheusRegistry())))) {
            server.start();
            document = new Browser(server.port())
                    .get("/api/v1/openapi.json")
                    .body()
                    .getBytes(UTF_8);
        }
        Files.write(Path.of("target/openapi.json"), document);
        described = new ObjectMapper().readTree(document);
    }

    @Test
    void everyRoute_hasASummary_andEveryParameterAMeaning() {
        assertThat(described.at("/paths")).isNotEmpty();
        for (JsonNode path : described.at("/paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.at("/summary").asText()).isNotBlank();
                assertThat(operation.at("/responses").size()).isGreaterThan(1);
                for (JsonNode parameter : operation.at("/parameters")) {
                    assertThat(parameter.at("/description").asText())
                            .as(parameter.toString())
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void everyPathParameter_isDeclared() {
        described
                .at("/paths")
                .fields()
                .forEachRemaining(path -> path.getValue().forEach(operation -> {
                    List<String> declared = new ArrayList<>();
                    for (JsonNode parameter : operation.at("/parameters")) {
                        if (parameter.at("/in").asText().equals("path")) {
                            declared.add("{" + parameter.at("/name").asText() + "}");
                        }
                    }
                    List<String> ofPath = Arrays.stream(path.getKey().split("/"))
                            .filter(part -> part.startsWith("{"))
                            .toList();
                    assertThat(declared).as(path.getKey()).isEqualTo(ofPath);
                }));
    }

    @Test
    void everyField_hasAMeaning() {
        for (JsonNode schema : described.at("/components/schemas")) {
            for (JsonNode property : schema.at(schema.has("allOf") ? "/allOf/1/properties" : "/properties")) {
                assertThat(property.at("/description").asText())
                        .as(schema.toString())
                        .isNotBlank();
            }
        }
    }

    @Test
    void everyDescription_beginsWithTheThing() {
        List<String> texts = new ArrayList<>();
        texts.addAll(described.findValuesAsText("description"));
        texts.addAll(described.findValuesAsText("summary"));

        assertThat(texts)
                .hasSizeGreaterThan(100)
                .noneMatch(text -> text.matches("(?s)(What|Who|How|Whether|Where|When|Why|Which) .*"));
    }

    @Test
    void fieldWithoutADescription_isRefused() {
        assertThatThrownBy(() -> new Schemas().of(Undescribed.class)).hasMessageContaining("its field 'text'");
    }

    @Test
    void finiteNumbers_areNoStrings_alsoInLists() {
        Schemas schemas = new Schemas();
        schemas.of(FiniteNumbers.class);
        JsonNode fields = new ObjectMapper().valueToTree(schemas.components()).at("/FiniteNumbers/properties");

        assertThat(fields.at("/number/type").asText()).isEqualTo("number");
        assertThat(fields.at("/numbers/type").asText()).isEqualTo("array");
        assertThat(fields.at("/numbers/items/type").asText()).isEqualTo("array");
        assertThat(fields.at("/numbers/items/items/type").asText()).isEqualTo("number");
        assertThatThrownBy(() -> new Schemas().of(FiniteText.class)).hasMessageContaining("no numbers");
    }

    @Test
    void words_areThoseOfTheCode() {
        assertThat(words("RunRow", "state")).isEqualTo(Words.all(RunStatus.class));
        assertThat(words("RunRow", "verdict")).isEqualTo(RunVerdict.labels());
        assertThat(words("ComparedRun", "verdict")).isEqualTo(RunVerdict.labels());
        assertThat(words("Attempt", "outcome")).containsExactlyInAnyOrderElementsOf(lower(Outcome.values()));
        assertThat(words("GroupList", "by")).isEqualTo(Words.all(GroupKind.class));
        assertThat(words("Transition", "state")).isEqualTo(Words.all(AlertState.class));
        assertThat(words("AlertRow", "severity")).containsExactlyInAnyOrderElementsOf(lower(Severity.values()));
        assertThat(words("AlertRow", "state")).isEqualTo(Words.all(AlertState.class));
        assertThat(words("AlertRow", "status")).isEqualTo(Words.all(AlertRow.Status.class));
        assertThat(words("AlertRow", "resolution")).containsExactlyInAnyOrderElementsOf(lower(Resolution.values()));
        assertThat(words("Evidence", "role")).containsExactlyInAnyOrderElementsOf(lower(EvidenceRole.values()));
        assertThat(words("SilenceMatcher", "field"))
                .isEqualTo(lower(MatcherField.values()).stream()
                        .filter(field -> !field.equals("unknown"))
                        .toList());
    }

    @Test
    void typesOfThePage_areMadeOfThisDescription() throws Exception {
        String[] types = Files.readString(TYPES, UTF_8).replace("\r", "").split("\n", 3);

        assertThat(Map.of(types[0], types[1]))
                .as("the API changed, or %s was edited: run \"npm run api\" in stream-analytics/fleet/page", TYPES)
                .isEqualTo(Map.of(
                        "// Made by \"npm run api\" of the description of the API with the digest " + digest(document),
                        "// Digest of the lines below: " + digest(types[2].getBytes(UTF_8))));
    }

    private static List<String> words(String schema, String field) {
        String part = described.at("/components/schemas/" + schema).has("allOf") ? "/allOf/1" : "";
        List<String> words = new ArrayList<>();
        described
                .at("/components/schemas/" + schema + part + "/properties/" + field + "/enum")
                .forEach(word -> words.add(word.textValue()));
        words.remove(null);
        return words;
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String digest(byte[] text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }
}
