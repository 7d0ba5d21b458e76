package io.gradwatch.standalone.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** One JSON object a line, for each run. */
final class OutcomeJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintWriter out;

    OutcomeJson(PrintWriter out) {
        this.out = out;
    }

    void write(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> out.println(line(outcome)));
    }

    private static String line(Outcome outcome) {
        ObjectNode line = MAPPER.createObjectNode().put("run", outcome.run()).put("passed", outcome.passed());
        ArrayNode missing = line.putArray("missing");
        outcome.missing().forEach(expected -> missing.add(expected.toString()));
        ArrayNode unexpected = line.putArray("unexpected");
        outcome.unexpected()
                .forEach(alert -> unexpected
                        .addObject()
                        .put("detector", alert.getDetector())
                        .put("class", alert.getAlertClass())
                        .put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT))
                        .put("step", alert.getOnsetStep())
                        .put("raised_step", alert.getRaisedStep())
                        .put("summary", alert.getSummary()));
        outcome.problem().ifPresent(problem -> line.put("problem", problem));
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line could not be written as JSON", e);
        }
    }
}
