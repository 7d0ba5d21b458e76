package io.gradwatch.standalone.replay.declared;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Declaration of runs; null or empty where nothing is declared.
 *
 * @param name for people
 * @param project that it belongs to
 * @param objective meaning of the loss: classification, regression, language-model, gan, ...
 * @param reference id of a run, a number or a name that it is compared with
 * @param classes to tell apart
 * @param goalError the error to reach, 0 to 1
 * @param baselineLoss loss of a very simple model
 * @param singleBatch true where it trains on one small batch on purpose
 * @param hyperparameters by name; the batch size is among them, as {@code batch_size}
 * @param layers in the order of the network
 * @param references curves to keep up with
 */
record Declaration(
        String name,
        String project,
        String objective,
        String reference,
        Integer classes,
        Double goalError,
        Double baselineLoss,
        Boolean singleBatch,
        Map<String, String> hyperparameters,
        List<Layer> layers,
        List<ReferenceCurve> references) {

    static final Declaration NOTHING =
            new Declaration(null, null, null, null, null, null, null, null, Map.of(), List.of(), List.of());

    static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the run.");
    static final ConfigKey<String> PROJECT = ConfigKey.text("project", null, "Project of the run.");
    static final ConfigKey<String> OBJECTIVE = ConfigKey.text(
            "objective",
            null,
            "What the loss means: classification, regression, language-model, gan, reinforcement-learning, diffusion.");
    static final ConfigKey<String> REFERENCE =
            ConfigKey.text("reference", null, "What it is compared with: the id of a run, a number or a name.");
    static final ConfigKey<Integer> CLASSES =
            ConfigKey.wholeNumber("classes", null, 2, Integer.MAX_VALUE, "Classes to tell apart.");
    static final ConfigKey<Double> GOAL_ERROR = ConfigKey.number("goal-error", null, 0, 1, "Error to reach.");
    static final ConfigKey<Double> BASELINE_LOSS = ConfigKey.number(
            "baseline-loss", null, -Double.MAX_VALUE, Double.MAX_VALUE, "Loss of a very simple model.");
    static final ConfigKey<Boolean> SINGLE_BATCH = new ConfigKey<>(
            "single-batch",
            "true or false",
            null,
            "Whether it trains on one small batch on purpose.",
            ConfigKey.flag("single-batch", false, "").parser());
    static final ConfigKey<Integer> BATCH_SIZE =
            ConfigKey.wholeNumber("batch-size", null, 1, Integer.MAX_VALUE, "Examples in a minibatch.");

    private static final ConfigKey<String> LAYER_NAME =
            ConfigKey.text("name", null, "Name of the layer, as in its statistics.");
    private static final ConfigKey<String> LAYER_TYPE = ConfigKey.text("type", "", "Its kind, such as DenseLayer.");
    private static final ConfigKey<String> LAYER_ACTIVATION =
            ConfigKey.text("activation", "", "Its activation function, such as relu or softmax.");
    private static final ConfigKey<Long> LAYER_PARAMETERS = new ConfigKey<Long>(
                    "parameters", "a whole number", 0L, "Its trainable parameters.", Long::valueOf)
            .that(value -> value >= 0, "from 0");

    static Declaration read(ConfigSection section) {
        Map<String, String> hyperparameters = new LinkedHashMap<>();
        ConfigSection named = section.section("hyperparameters");
        named.names().forEach(name -> hyperparameters.put(name, named.get(ConfigKey.text(name, "", ""))));
        Integer batchSize = section.get(BATCH_SIZE);
        if (batchSize != null) {
            hyperparameters.put("batch_size", batchSize.toString());
        }
        return new Declaration(
                section.get(NAME),
                section.get(PROJECT),
                section.get(OBJECTIVE),
                section.get(REFERENCE),
                section.get(CLASSES),
                section.get(GOAL_ERROR),
                section.get(BASELINE_LOSS),
                section.get(SINGLE_BATCH),
                hyperparameters,
                section.list("layers").stream().map(Declaration::layer).toList(),
                section.list("references").stream().map(DeclaredCurve::read).toList());
    }

    private static Layer layer(ConfigSection section) {
        String name = section.require(LAYER_NAME);
        return Layer.newBuilder()
                .setName(name == null ? "" : name)
                .setType(section.get(LAYER_TYPE))
                .setActivation(section.get(LAYER_ACTIVATION))
                .setParameters(section.get(LAYER_PARAMETERS))
                .build();
    }

    /** Sets what is declared in what is known of a run. */
    void declare(RunStarted run) {
        set(name, run::setName);
        set(project, run::setProject);
        set(objective, run::setObjective);
        set(reference, run::setReference);
        set(classes, run::setClasses);
        set(goalError, run::setGoalError);
        set(baselineLoss, run::setBaselineLoss);
        set(singleBatch, run::setSingleBatch);
        Map<String, String> merged = new HashMap<>(run.getHyperparameters());
        merged.putAll(hyperparameters);
        run.setHyperparameters(merged);
        set(layers.isEmpty() ? null : layers, run::setLayers);
        set(references.isEmpty() ? null : references, run::setReferences);
    }

    private static <T> void set(T declared, Consumer<T> setter) {
        if (declared != null) {
            setter.accept(declared);
        }
    }
}
