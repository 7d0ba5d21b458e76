package io.gradwatch.fleet.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.fleet.testing.Browser.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Recorded answers of the service, in {@code page/fixtures}. Times and names that differ with each run of the test are
 * replaced by fixed ones.
 */
final class PageFixtures {

    private static final Path FOLDER = Path.of("page/fixtures");
    private static final Path ANSWERED = Path.of("target/page-fixtures");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Fields that differ from one run of the test to the next, with what stands for them. */
    private static final Map<String, Object> VOLATILE = Map.of(
            "now_millis", FixtureRuns.END_MILLIS,
            "starts_millis", FixtureRuns.END_MILLIS,
            "ends_millis", FixtureRuns.END_MILLIS + 7_200_000,
            "since_millis", FixtureRuns.END_MILLIS,
            "until_millis", FixtureRuns.END_MILLIS + 7_200_000,
            "at_millis", FixtureRuns.END_MILLIS,
            "millis", 7);

    /** Sums that groups hear of at their own pace. */
    private static final Map<String, Object> SUMS = Map.of(
            "steps_per_second", 6.0, "gpu_hours_used", 0.03, "gpu_hours_wasted", 0.004, "used", 0.06, "wasted", 0.004);

    /** Values that fall from second to second while a run sends nothing. */
    private static final Map<String, Object> RATES = Map.of("steps_per_second", 0.1, "time_left_millis", 570_000);

    private PageFixtures() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** @param rank of the stream by which it came */
    static ObjectNode event(int rank, Events.Event event) {
        ObjectNode told = object();
        told.put("event", event.name());
        told.put("rank", rank);
        told.set("data", event.data());
        return told;
    }

    /** The answer without what is of this run of the test alone. */
    static JsonNode plain(JsonNode answer) {
        boolean session = answer.has("right") && answer.has("name");
        return session ? ((ObjectNode) answer).put("name", "ada") : withoutTimes(answer);
    }

    private static JsonNode withoutTimes(JsonNode node) {
        if (node.isArray()) {
            node.forEach(PageFixtures::withoutTimes);
        }
        if (node instanceof ObjectNode object) {
            boolean transition = object.has("step");
            boolean sum = object.has("runs_by_state") || object.has("used");
            boolean rate = object.has("last_step_millis") || object.has("baseline_steps_per_second");
            Map<String, Object> moving = sum ? SUMS : rate ? RATES : Map.of();
            for (Entry<String, JsonNode> field : object.properties()) {
                Object other = VOLATILE.getOrDefault(field.getKey(), moving.get(field.getKey()));
                if (other != null
                        && field.getValue().isNumber()
                        && (rate ? field.getValue().asDouble() > 0 : !transition)) {
                    field.setValue(MAPPER.valueToTree(other));
                }
                withoutTimes(field.getValue());
            }
            if (object.has("changed_by")) {
                object.put("id", "note-1");
                object.put("at_millis", FixtureRuns.END_MILLIS);
            }
            if (object.has("matchers") || object.has("until_millis") && object.has("id")) {
                object.put("id", "silence-1");
            }
        }
        return node;
    }

    /** Compares with the file that is committed, or writes it. */
    static void check(String name, JsonNode content) throws IOException {
        Path file = FOLDER.resolve(name);
        String text = text(content);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        Path answered = Files.writeString(Files.createDirectories(ANSWERED).resolve(name), text);
        List<String> told = text.lines().toList();
        List<String> committed = Files.readString(file).lines().toList();
        assertThat(told.equals(committed))
                .as(() -> "the service answers otherwise than page/fixtures/" + name + " says, first at line "
                        + firstDifference(told, committed) + "; all that it answered is in " + answered
                        + ". Where that is meant, write the file anew with -Dgolden.update=true")
                .isTrue();
    }

    private static String firstDifference(List<String> told, List<String> committed) {
        int line = 0;
        while (line < Math.min(told.size(), committed.size()) && told.get(line).equals(committed.get(line))) {
            line++;
        }
        String now = line < told.size() ? told.get(line) : "the end";
        return (line + 1) + ": " + now.strip() + " instead of "
                + (line < committed.size() ? committed.get(line).strip() : "the end");
    }

    private static String text(JsonNode content) throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
        return MAPPER.writer(printer).writeValueAsString(content) + "\n";
    }
}
