package io.gradwatch.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.detection.generalisation.Decomposition;
import io.gradwatch.detection.generalisation.Remedies;
import io.gradwatch.detection.generalisation.SplitErrors;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.RunStarted;
import java.util.List;

/**
 * One model in the report.
 *
 * @param name of the run, or the change that it tries
 * @param unit of its errors: % for error rates, empty for losses and for errors that were given as they are
 * @param decomposition of its test error
 * @param remedies next steps, first things first; empty where nothing is to be done
 */
record Column(String name, String unit, Decomposition decomposition, List<Advice> remedies) {

    /** A run that declares nothing. Its lists are set, since defaults of records are made before Avro trusts them. */
    static final RunStarted UNDECLARED = RunStarted.newBuilder()
            .setName("")
            .setLayers(List.of())
            .setReferences(List.of())
            .setMetrics(List.of())
            .build();

    /** @param declared declaration of the run, so that no remedy names a thing that it has */
    static Column of(String name, String unit, SplitErrors errors, double goal, RunStarted declared) {
        Decomposition decomposition = Decomposition.of(errors, goal);
        List<Advice> remedies =
                decomposition.next().map(part -> Remedies.of(part, declared)).orElse(List.of());
        return new Column(name, unit, decomposition, remedies);
    }

    /** As {@link #json} wrote it. Throws IllegalArgumentException where it is no such object. */
    static Column of(JsonNode json) {
        JsonNode errors = json.path("errors");
        if (!json.path("run").isTextual() || !errors.isObject()) {
            throw new IllegalArgumentException("expected an object with run and errors");
        }
        SplitErrors split = new SplitErrors(
                number(errors, "train"),
                number(errors, "train_val"),
                number(errors, "test_val"),
                number(errors, "test"));
        return of(json.get("run").asText(), json.path("unit").asText(""), split, number(json, "goal"), UNDECLARED);
    }

    /**
     * Next thing to do, never empty: the largest part of the error, that the goal is reached, or what has to be
     * measured or declared before there is something to say.
     */
    String next() {
        SplitErrors errors = decomposition.errors();
        if (decomposition.next().isPresent()) {
            return decomposition.next().get().words();
        } else if (decomposition.reached()) {
            return "goal reached";
        } else if (Double.isNaN(errors.train())) {
            return "measure the training error";
        } else if (Double.isNaN(errors.validation())) {
            return "measure a validation error";
        }
        return Double.isNaN(decomposition.goal()) ? "declare a goal" : "measure the test error";
    }

    /** The column as JSON, for programs and for the history. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("run", name).put("unit", unit);
        put(json, "goal", decomposition.goal());
        SplitErrors errors = decomposition.errors();
        ObjectNode split = json.putObject("errors");
        put(split, "train", errors.train());
        put(split, "train_val", errors.trainVal());
        put(split, "test_val", errors.testVal());
        put(split, "test", errors.test());
        ObjectNode parts = json.putObject("parts");
        decomposition.parts().forEach((part, size) -> put(parts, part.words(), size));
        json.put("reached", decomposition.reached());
        json.put("next", next());
        ArrayNode advice = json.putArray("remedies");
        remedies.forEach(
                item -> advice.addObject().put("text", item.getText()).put("knowledge", item.getKnowledgeItem()));
        return json;
    }

    private static double number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new IllegalArgumentException(name + " was '" + value.asText() + "'; expected a number");
        }
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
