package io.gradwatch.agent.gateway.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One table of names: that of the Python package is read from its source. */
class MetricNamesTest {

    private static final Path PYTHON = Path.of("..", "python", "src", "gradwatch", "_signals.py");
    private static final Pattern FIELD = Pattern.compile("\"([^\"]+)\": \"(\\w+)\",");
    private static final Pattern PREFIX = Pattern.compile("\\(\"([^\"]+)\", (?:\"(\\w+)\"|None)\\),");

    @Test
    void fieldsOfPython_areThoseOfJava() throws Exception {
        Map<String, String> python = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(block("STEP_FIELDS = {", "}"));
        while (field.find()) {
            python.put(field.group(1), field.group(2));
        }
        assertThat(python).hasSizeGreaterThan(20);
        assertThat(MetricNames.fields()).isEqualTo(python.keySet());
        python.forEach((name, key) -> {
            Step step = step(name);
            assertThat(((Number) step.get(step.getSchema().getField(key).pos())).doubleValue())
                    .as(name)
                    .isEqualTo(2);
        });
    }

    @Test
    void prefixesOfPython_areThoseOfJava() throws Exception {
        Map<String, Split> python = new HashMap<>();
        Matcher prefix = PREFIX.matcher(block("PREFIXES = (", "\n)"));
        while (prefix.find()) {
            python.put(prefix.group(1), prefix.group(2) == null ? Split.TRAIN : Split.valueOf(prefix.group(2)));
        }
        assertThat(python).hasSizeGreaterThan(5);
        assertThat(MetricNames.prefixes()).isEqualTo(python);
        python.forEach((word, split) ->
                assertThat(MetricNames.of(word + "/loss")).isEqualTo(new MetricNames.Meaning(split, "loss")));
    }

    @Test
    void ratesOfLightning_theFirstGroupCounts() {
        assertThat(step("lr-Adam").getLearningRate()).isEqualTo(2);
        assertThat(step("lr-Adam/pg1").getLearningRate()).isEqualTo(2);
        assertThat(step("lr-Adam/pg2").getLearningRate()).isNull();
        assertThat(step("lr-Adam/pg2").getMetrics()).containsEntry("lr-Adam/pg2", 2.0);
    }

    private static Step step(String name) {
        Step step = Step.newBuilder()
                .setStep(0)
                .setMetrics(new HashMap<>())
                .setTensors(List.of())
                .build();
        MetricNames.put(step, name, 2);
        return step;
    }

    private static String block(String from, String to) throws Exception {
        String source = Files.readString(PYTHON);
        int start = source.indexOf(from);
        assertThat(start).isNotNegative();
        return source.substring(start, source.indexOf(to, start));
    }
}
