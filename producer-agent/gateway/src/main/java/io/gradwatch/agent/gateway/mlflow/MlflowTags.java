package io.gradwatch.agent.gateway.mlflow;

import java.util.List;
import java.util.Map;

/** The tags of an MLflow run, which are keys with values, as what Gradwatch knows. */
final class MlflowTags {

    static final String NOTES = "mlflow.note.content";
    static final String PARENT = "mlflow.parentRunId";
    static final String USER = "mlflow.user";

    /** MLflow's own keys begin so. */
    private static final String RESERVED = "mlflow.";

    private MlflowTags() {}

    /** The keys that people set, as {@code key: value}; the key alone where the value is empty or true. */
    static List<String> words(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> !tag.getKey().startsWith(RESERVED))
                .map(tag -> isFlag(tag.getValue()) ? tag.getKey() : tag.getKey() + ": " + tag.getValue())
                .toList();
    }

    private static boolean isFlag(String value) {
        return value.isBlank() || value.equalsIgnoreCase("true");
    }
}
