package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Requests of MLflow's REST interface and their answers. */
final class MlflowRequests {
    private static final Set<String> STATUSES = Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

    private final MlflowRuns runs;

    MlflowRequests(MlflowRuns runs) {
        this.runs = runs;
    }

    /** @param request method and path below the root of the interface */
    Object answer(String request, JsonNode said) {
        return switch (request) {
            case "POST experiments/create" -> {
                String name = text(said, "name");
                yield Map.of("experiment_id", runs.call(() -> runs.createExperiment(name)));
            }
            case "GET experiments/get-by-name" -> {
                String name = text(said, "experiment_name");
                yield experiment(() -> runs.experimentNamed(name));
            }
            case "GET experiments/get" -> {
                String id = text(said, "experiment_id");
                yield experiment(() -> id);
            }
            case "POST runs/create" -> createRun(said);
            case "GET runs/get" -> {
                String id = runId(said);
                yield Map.of("run", runs.call(() -> run(runs.state(id))));
            }
            case "POST runs/update" -> update(said);
            case "POST runs/log-metric" -> log(said, List.of(metric(said)), Map.of(), Map.of());
            case "POST runs/log-parameter" -> log(said, List.of(), pair(said), Map.of());
            case "POST runs/set-tag" -> log(said, List.of(), Map.of(), pair(said));
            case "POST runs/log-batch" -> log(said, metrics(said), pairs(said, "params"), pairs(said, "tags"));
            default -> throw MlflowException.unknownEndpoint("'" + request + "' is not answered here");
        };
    }

    private Object experiment(Callable<String> id) {
        return Map.of("experiment", runs.call(() -> {
            String found = id.call();
            return Map.of(
                    "experiment_id",
                    found,
                    "name",
                    runs.experiment(found),
                    "artifact_location",
                    "",
                    "lifecycle_stage",
                    "active");
        }));
    }

    private Object createRun(JsonNode said) {
        String experiment = textOr(said, "experiment_id", MlflowRuns.DEFAULT_EXPERIMENT);
        String name = textOr(said, "run_name", "");
        long start = wholeOr(said, "start_time", System.currentTimeMillis());
        Map<String, String> tags = pairs(said, "tags");
        return Map.of("run", runs.call(() -> run(runs.createRun(experiment, name, start, tags))));
    }

    private Object update(JsonNode said) {
        String id = runId(said);
        String status = textOr(said, "status", "");
        if (!status.isEmpty() && !STATUSES.contains(status)) {
            throw MlflowException.invalid("status was '" + status + "' but must be one of " + STATUSES);
        }
        String name = textOr(said, "run_name", "");
        long end = wholeOr(said, "end_time", System.currentTimeMillis());
        return Map.of("run_info", runs.call(() -> info(runs.update(id, status, name, end))));
    }

    private Object log(
            JsonNode said, List<MlflowRuns.Metric> metrics, Map<String, String> params, Map<String, String> tags) {
        String id = runId(said);
        return runs.call(() -> {
            runs.log(id, metrics, params, tags);
            return Map.of();
        });
    }

    private static Map<String, Object> run(MlflowRunState state) {
        return Map.of("info", info(state), "data", Map.of("params", pairs(state.params), "tags", pairs(state.tags)));
    }

    private static Map<String, Object> info(MlflowRunState state) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("run_id", state.runId);
        info.put("run_uuid", state.runId);
        info.put("run_name", state.name);
        info.put("experiment_id", state.experimentId);
        info.put("user_id", state.tags.getOrDefault(MlflowTags.USER, ""));
        info.put("status", state.status);
        info.put("start_time", state.startMillis);
        if (state.endMillis > 0) {
            info.put("end_time", state.endMillis);
        }
        info.put("artifact_uri", "");
        info.put("lifecycle_stage", "active");
        return info;
    }

    private static List<Map<String, String>> pairs(Map<String, String> values) {
        List<Map<String, String>> pairs = new ArrayList<>();
        values.forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
        return pairs;
    }

    private static List<MlflowRuns.Metric> metrics(JsonNode said) {
        List<MlflowRuns.Metric> metrics = new ArrayList<>();
        said.path("metrics").forEach(metric -> metrics.add(metric(metric)));
        return metrics;
    }

    private static MlflowRuns.Metric metric(JsonNode said) {
        long step = wholeOr(said, "step", 0);
        if (step < 0) {
            throw MlflowException.invalid("step was " + step + " but must be 0 or more");
        }
        return new MlflowRuns.Metric(
                text(said, "key"),
                number(said.path("value")),
                step,
                wholeOr(said, "timestamp", System.currentTimeMillis()));
    }

    /** A number, or a text for one that is not finite, as MLflow's clients send it. */
    private static double number(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return switch (value.isTextual() ? value.textValue() : "") {
            case "NaN", "nan" -> Double.NaN;
            case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw MlflowException.invalid("value was " + value + " but must be a number");
        };
    }

    private static Map<String, String> pair(JsonNode said) {
        return Map.of(text(said, "key"), textOr(said, "value", ""));
    }

    private static Map<String, String> pairs(JsonNode said, String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        said.path(name).forEach(pair -> pairs.putAll(pair(pair)));
        return pairs;
    }

    private static String runId(JsonNode said) {
        return textOr(said, "run_id", textOr(said, "run_uuid", ""));
    }

    private static String text(JsonNode said, String key) {
        String text = textOr(said, key, "");
        if (text.isEmpty()) {
            throw MlflowException.invalid(key + " is missing; it must be text");
        }
        return text;
    }

    private static String textOr(JsonNode said, String key, String otherwise) {
        JsonNode value = said.path(key);
        return value.isValueNode() && !value.isNull() ? value.asText() : otherwise;
    }

    /** Clients send 64-bit numbers as numbers or, as protobuf's JSON has them, as texts. */
    private static long wholeOr(JsonNode said, String key, long otherwise) {
        JsonNode value = said.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        try {
            return Long.parseLong(value.asText());
        } catch (NumberFormatException e) {
            throw MlflowException.invalid(key + " was " + value + " but must be a whole number");
        }
    }
}
