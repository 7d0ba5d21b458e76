package io.gradwatch.agent;

import io.gradwatch.agent.clean.CleanReferences;
import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.CleanValues;
import io.gradwatch.agent.clean.Limits;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Description of a run by its job. Everything is optional. Text that is too long is cut, control characters become
 * blanks, and impossible numbers are left out, each with a line in the log: a description never fails a job.
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
 * @param singleBatch true where it trains on one small batch on purpose: its loss must go arbitrarily close to zero
 * @param baselineLoss loss of a very simple model, such as the mean of the targets, finite; null if not declared
 * @param references curves that it is compared with while it runs, at most 32. Places and values are finite and as
 *     many, the places ascend; of more than 256 points 256 are kept, evenly chosen. A single value without a place is a
 *     level to reach
 * @param tags words by which people find the run again, at most 64, of at most 256 characters; each once
 * @param notes what its owner wants people to know of it, at most 4,096 characters, in lines
 * @param group names runs that belong together, such as those of one sweep; empty where it belongs to none
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
        String reference,
        boolean singleBatch,
        Double baselineLoss,
        List<ReferenceCurve> references,
        List<String> tags,
        String notes,
        String group) {

    /** Cleans every value. */
    public RunDescription {
        runId = CleanValues.text("run id", runId, Limits.ID_CHARACTERS);
        name = CleanValues.text("name", name, Limits.NAME_CHARACTERS);
        project = CleanValues.text("project", project, Limits.NAME_CHARACTERS);
        owner = CleanValues.text("owner", owner, Limits.NAME_CHARACTERS);
        attempt = CleanValues.atLeast("attempt", attempt, 0);
        rank = CleanValues.atLeast("rank", rank, 0);
        worldSize = CleanValues.atLeast("world size", worldSize, 1);
        host = CleanValues.text("host", host, Limits.NAME_CHARACTERS);
        devices = CleanValues.texts(devices);
        framework = CleanValues.text("framework", framework, Limits.NAME_CHARACTERS);
        frameworkVersion = CleanValues.text("framework version", frameworkVersion, Limits.NAME_CHARACTERS);
        hyperparameters = CleanValues.entries(hyperparameters);
        layers = CleanValues.layers(layers);
        classes = CleanValues.atLeast("classes", classes, 1);
        objective = CleanValues.textOrNull("objective", objective);
        reference = CleanValues.textOrNull("reference", reference);
        baselineLoss = CleanValues.finite("loss of the baseline", baselineLoss);
        references = CleanReferences.of(references);
        tags = CleanValues.tags(tags);
        notes = CleanText.lines(notes, Limits.VALUE_CHARACTERS);
        group = CleanValues.text("group", group, Limits.NAME_CHARACTERS);
    }

    /**
     * The same, with what it leaves open as another one says it, such as what a framework shows of a network. Of the
     * hyper-parameters those of both are kept; where both name one, its own counts.
     */
    public RunDescription completedBy(RunDescription found) {
        Map<String, String> all = new LinkedHashMap<>(found.hyperparameters);
        all.putAll(hyperparameters);
        return new RunDescription(
                or(runId, found.runId),
                or(name, found.name),
                or(project, found.project),
                or(owner, found.owner),
                or(attempt, found.attempt),
                or(rank, found.rank),
                or(worldSize, found.worldSize),
                or(host, found.host),
                or(devices, found.devices),
                or(framework, found.framework),
                or(frameworkVersion, found.frameworkVersion),
                all,
                or(layers, found.layers),
                or(classes, found.classes),
                or(objective, found.objective),
                or(goalError, found.goalError),
                or(reference, found.reference),
                singleBatch || found.singleBatch,
                or(baselineLoss, found.baselineLoss),
                or(references, found.references),
                or(tags, found.tags),
                or(notes, found.notes),
                or(group, found.group));
    }

    private static <T> T or(T own, T found) {
        boolean open = own == null || own.equals("") || own.equals(List.of());
        return open ? found : own;
    }

    /** A builder of a description that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A description of which only the name is given. */
    public static RunDescription named(String name) {
        return builder().name(name).build();
    }

    /** Gathers a description; each method is named after what it sets or adds to. */
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
        private boolean singleBatch;
        private Double baselineLoss;
        private final List<ReferenceCurve> references = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private String notes;
        private String group;

        private Builder() {}

        public Builder runId(String value) {
            runId = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder project(String value) {
            project = value;
            return this;
        }

        public Builder owner(String value) {
            owner = value;
            return this;
        }

        public Builder attempt(Integer value) {
            attempt = value;
            return this;
        }

        public Builder rank(Integer value) {
            rank = value;
            return this;
        }

        public Builder worldSize(Integer value) {
            worldSize = value;
            return this;
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder devices(List<String> value) {
            devices = value;
            return this;
        }

        public Builder framework(String value) {
            framework = value;
            return this;
        }

        public Builder frameworkVersion(String value) {
            frameworkVersion = value;
            return this;
        }

        public Builder hyperparameter(String key, Object value) {
            hyperparameters.put(key, String.valueOf(value));
            return this;
        }

        public Builder hyperparameters(Map<String, String> values) {
            if (values != null) {
                hyperparameters.putAll(values);
            }
            return this;
        }

        public Builder layer(String layerName, String type, long parameters) {
            return layer(layerName, type, parameters, "");
        }

        /**
         * Adds one of {@link RunDescription#layers}.
         *
         * @param layerName as the framework prints it
         * @param type the framework's word for its kind, such as DenseLayer
         * @param parameters that are trained, 0 or more
         * @param activation such as relu or softmax; empty where it has none
         */
        public Builder layer(String layerName, String type, long parameters, String activation) {
            layers.add(new Layer(layerName, type, parameters, activation));
            return this;
        }

        public Builder layers(List<Layer> values) {
            if (values != null) {
                layers.addAll(values);
            }
            return this;
        }

        public Builder classes(Integer value) {
            classes = value;
            return this;
        }

        public Builder objective(String value) {
            objective = value;
            return this;
        }

        public Builder goalError(Double value) {
            goalError = value;
            return this;
        }

        public Builder reference(String value) {
            reference = value;
            return this;
        }

        public Builder singleBatch(boolean value) {
            singleBatch = value;
            return this;
        }

        public Builder baselineLoss(Double value) {
            baselineLoss = value;
            return this;
        }

        public Builder reference(ReferenceCurve curve) {
            references.add(curve);
            return this;
        }

        public Builder references(List<ReferenceCurve> curves) {
            if (curves != null) {
                references.addAll(curves);
            }
            return this;
        }

        public Builder tag(String value) {
            tags.add(value);
            return this;
        }

        public Builder tags(List<String> values) {
            if (values != null) {
                tags.addAll(values);
            }
            return this;
        }

        public Builder notes(String value) {
            notes = value;
            return this;
        }

        public Builder group(String value) {
            group = value;
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
                    reference,
                    singleBatch,
                    baselineLoss,
                    references,
                    tags,
                    notes,
                    group);
        }
    }
}
