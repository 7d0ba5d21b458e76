package io.gradwatch.agent;

import io.gradwatch.schema.Layer;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says of itself. Everything is optional. Text that is too long is cut, control characters become blanks,
 * and impossible numbers are left out, each with a line in the log: a description never fails a job.
 *
 * @param runId names the run in Kafka, at most 200 characters; a restart with the same id is the next attempt of the
 *     same run. Empty: one is made from the name
 * @param name what people call the run, at most 256 characters
 * @param project what the run belongs to
 * @param owner who is told of its failures
 * @param attempt count of the starts of the run, from 0; null lets the environment or the agent count
 * @param rank rank of this process in the job, from 0; null takes it from the environment, or 0
 * @param worldSize processes that train together, 1 or more; null takes it from the environment, or 1
 * @param host empty: the name of this host
 * @param devices model names of the accelerators in use, one for each, at most 1,024
 * @param framework such as dl4j
 * @param frameworkVersion version of the framework
 * @param hyperparameters at most 1,000, values at most 4,096 characters
 * @param layers at most 10,000
 * @param classes classes to tell apart, 1 or more; null where the task is no classification
 * @param objective what the loss means: classification, regression, language-model, gan, ...; null if not declared
 * @param goalError the error (0 to 1) that the run wants to reach; null if not declared
 * @param reference what the run is compared with: the id of another run, a number, or a name; null if nothing
 */
public record RunDescription(
        String runId,
        String name,
        String project,
        String owner,
        Integer attempt,
        Integer rank,
        Integer worldSize,
        String host,
        List<String> devices,
        String framework,
        String frameworkVersion,
        Map<String, String> hyperparameters,
        List<Layer> layers,
        Integer classes,
        String objective,
        Double goalError,
        String reference) {

    private static final System.Logger LOG = System.getLogger(RunDescription.class.getName());
    private static final int SHOWN_CHARACTERS = 80;
    private static final int MAX_DEVICES = 1_024;
    private static final int MAX_HYPERPARAMETERS = 1_000;
    private static final int MAX_LAYERS = 10_000;

    /** Cleans every value. */
    public RunDescription {
        runId = text("run id", runId, CleanText.MAX_ID);
        name = text("name", name, CleanText.MAX_NAME);
        project = text("project", project, CleanText.MAX_NAME);
        owner = text("owner", owner, CleanText.MAX_NAME);
        attempt = atLeast("attempt", attempt, 0);
        rank = atLeast("rank", rank, 0);
        worldSize = atLeast("world size", worldSize, 1);
        host = text("host", host, CleanText.MAX_NAME);
        devices = texts(devices);
        framework = text("framework", framework, CleanText.MAX_NAME);
        frameworkVersion = text("framework version", frameworkVersion, CleanText.MAX_NAME);
        hyperparameters = entries(hyperparameters);
        layers = cleanLayers(layers);
        classes = atLeast("classes", classes, 1);
        objective = textOrNull("objective", objective);
        reference = textOrNull("reference", reference);
    }

    /** A builder of a description that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A description of which only the name is given. */
    public static RunDescription named(String name) {
        return builder().name(name).build();
    }

    private static String text(String what, String value, int maxCharacters) {
        String clean = CleanText.of(value, maxCharacters);
        if (value != null && !clean.equals(value)) {
            LOG.log(
                    Level.WARNING,
                    "The {0} had {1} characters or held control characters; it is now: {2}",
                    what,
                    value.length(),
                    CleanText.of(clean, SHOWN_CHARACTERS));
        }
        return clean;
    }

    private static String textOrNull(String what, String value) {
        String clean = text(what, value, CleanText.MAX_NAME);
        return clean.isEmpty() ? null : clean;
    }

    private static Integer atLeast(String what, Integer value, int least) {
        if (value != null && value < least) {
            LOG.log(Level.WARNING, "The {0} was {1} but it must be at least {2}; it is left out.", what, value, least);
            return null;
        }
        return value;
    }

    private static List<String> texts(List<String> values) {
        List<String> clean = new ArrayList<>();
        for (String value : bounded("devices", values, MAX_DEVICES)) {
            clean.add(text("device", value, CleanText.MAX_NAME));
        }
        return List.copyOf(clean);
    }

    private static Map<String, String> entries(Map<String, String> values) {
        Map<String, String> clean = new LinkedHashMap<>();
        List<Map.Entry<String, String>> all = values == null ? List.of() : new ArrayList<>(values.entrySet());
        for (Map.Entry<String, String> entry : bounded("hyper-parameters", all, MAX_HYPERPARAMETERS)) {
            clean.put(
                    text("name of a hyper-parameter", entry.getKey(), CleanText.MAX_NAME),
                    text("value of a hyper-parameter", entry.getValue(), CleanText.MAX_VALUE));
        }
        return clean;
    }

    private static List<Layer> cleanLayers(List<Layer> layers) {
        List<Layer> clean = new ArrayList<>();
        for (Layer layer : bounded("layers", layers, MAX_LAYERS)) {
            if (layer != null) {
                clean.add(new Layer(
                        text("name of a layer", layer.getName(), CleanText.MAX_NAME),
                        text("type of a layer", layer.getType(), CleanText.MAX_NAME),
                        Math.max(0, layer.getParameters()),
                        text("activation of a layer", layer.getActivation(), CleanText.MAX_NAME)));
            }
        }
        return List.copyOf(clean);
    }

    private static <T> List<T> bounded(String what, List<T> values, int most) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > most) {
            LOG.log(Level.WARNING, "Of {0} {1} the first {2} are kept.", values.size(), what, most);
            return values.subList(0, most);
        }
        return values;
    }

    /** Gathers a description. */
    public static final class Builder {
        private String runId;
        private String name;
        private String project;
        private String owner;
        private Integer attempt;
        private Integer rank;
        private Integer worldSize;
        private String host;
        private List<String> devices = List.of();
        private String framework;
        private String frameworkVersion;
        private final Map<String, String> hyperparameters = new LinkedHashMap<>();
        private final List<Layer> layers = new ArrayList<>();
        private Integer classes;
        private String objective;
        private Double goalError;
        private String reference;

        private Builder() {}

        /** See {@link RunDescription#runId}. */
        public Builder runId(String value) {
            runId = value;
            return this;
        }

        /** See {@link RunDescription#name}. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** See {@link RunDescription#project}. */
        public Builder project(String value) {
            project = value;
            return this;
        }

        /** See {@link RunDescription#owner}. */
        public Builder owner(String value) {
            owner = value;
            return this;
        }

        /** See {@link RunDescription#attempt}. */
        public Builder attempt(Integer value) {
            attempt = value;
            return this;
        }

        /** See {@link RunDescription#rank}. */
        public Builder rank(Integer value) {
            rank = value;
            return this;
        }

        /** See {@link RunDescription#worldSize}. */
        public Builder worldSize(Integer value) {
            worldSize = value;
            return this;
        }

        /** See {@link RunDescription#host}. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** See {@link RunDescription#devices}. */
        public Builder devices(List<String> value) {
            devices = value;
            return this;
        }

        /** See {@link RunDescription#framework}. */
        public Builder framework(String value) {
            framework = value;
            return this;
        }

        /** See {@link RunDescription#frameworkVersion}. */
        public Builder frameworkVersion(String value) {
            frameworkVersion = value;
            return this;
        }

        /** Adds one of {@link RunDescription#hyperparameters}, as text. */
        public Builder hyperparameter(String key, Object value) {
            hyperparameters.put(key, String.valueOf(value));
            return this;
        }

        /** Adds to {@link RunDescription#hyperparameters}. */
        public Builder hyperparameters(Map<String, String> values) {
            if (values != null) {
                hyperparameters.putAll(values);
            }
            return this;
        }

        /** Adds one of {@link RunDescription#layers}. */
        public Builder layer(String layerName, String type, long parameters) {
            layers.add(new Layer(layerName, type, parameters, ""));
            return this;
        }

        /** Adds to {@link RunDescription#layers}. */
        public Builder layers(List<Layer> values) {
            if (values != null) {
                layers.addAll(values);
            }
            return this;
        }

        /** See {@link RunDescription#classes}. */
        public Builder classes(Integer value) {
            classes = value;
            return this;
        }

        /** See {@link RunDescription#objective}. */
        public Builder objective(String value) {
            objective = value;
            return this;
        }

        /** See {@link RunDescription#goalError}. */
        public Builder goalError(Double value) {
            goalError = value;
            return this;
        }

        /** See {@link RunDescription#reference}. */
        public Builder reference(String value) {
            reference = value;
            return this;
        }

        /** The description, cleaned. */
        public RunDescription build() {
            return new RunDescription(
                    runId,
                    name,
                    project,
                    owner,
                    attempt,
                    rank,
                    worldSize,
                    host,
                    devices,
                    framework,
                    frameworkVersion,
                    hyperparameters,
                    layers,
                    classes,
                    objective,
                    goalError,
                    reference);
        }
    }
}
