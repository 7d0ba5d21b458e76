package io.gradwatch.fleet.live.table;

import io.gradwatch.admission.CheckpointPath;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.RunStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bounds of the texts and lists of a job or an alert. Markup stays as it is: the page escapes it. */
final class Bounds {

    /** As detection cuts names. Characters. */
    static final int NAME_CHARACTERS = 200;

    /** Longest sentence, characters. */
    static final int SENTENCE_CHARACTERS = 2_000;

    private static final int MOST_HYPERPARAMETERS = 256;
    private static final int MOST_LAYERS = 1_024;
    private static final int MOST_LIST_ITEMS = 32;
    private static final int MOST_DEVICES = 64;
    private static final int MOST_TAGS = 64;
    private static final int NOTE_CHARACTERS = 4_096;
    private static final int MOST_DEFINITIONS = 256;
    private static final int MOST_RESULTS = 1_024;

    private Bounds() {}

    /** The beginning of a text; null for null. */
    static String text(String text, int most) {
        if (text == null || text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    static String name(String text) {
        return text(text, NAME_CHARACTERS);
    }

    /** A declaration with bounded texts and lists, without curves, which the history has. */
    static RunStarted description(RunStarted started) {
        Map<String, String> hyperparameters = new HashMap<>();
        started.getHyperparameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_HYPERPARAMETERS)
                .forEach(entry -> hyperparameters.put(name(entry.getKey()), name(entry.getValue())));
        return RunStarted.newBuilder()
                .setName(name(started.getName()))
                .setProject(name(started.getProject()))
                .setOwner(name(started.getOwner()))
                .setHost(name(started.getHost()))
                .setDevices(first(started.getDevices(), MOST_DEVICES).stream()
                        .map(Bounds::name)
                        .toList())
                .setFramework(name(started.getFramework()))
                .setFrameworkVersion(name(started.getFrameworkVersion()))
                .setWorldSize(RunRow.believedWorldSize(started.getWorldSize()))
                .setHyperparameters(hyperparameters)
                .setLayers(first(started.getLayers(), MOST_LAYERS).stream()
                        .map(Bounds::layer)
                        .toList())
                .setObjective(name(started.getObjective()))
                .setGoalError(started.getGoalError())
                .setReference(name(started.getReference()))
                .setHeartbeatIntervalMillis(started.getHeartbeatIntervalMillis())
                .setTags(first(started.getTags(), MOST_TAGS).stream()
                        .map(Bounds::name)
                        .toList())
                .setNotes(text(started.getNotes(), NOTE_CHARACTERS))
                .setGroup(name(started.getGroup()))
                .setMetrics(first(started.getMetrics(), MOST_DEFINITIONS).stream()
                        .map(Bounds::definition)
                        .toList())
                .setSummary(summary(started.getSummary()))
                .build();
    }

    /** The same alert with bounded texts and lists. */
    static Alert alert(Alert alert) {
        alert.setSummary(text(alert.getSummary(), SENTENCE_CHARACTERS));
        alert.setRunName(name(alert.getRunName()));
        alert.setProject(name(alert.getProject()));
        alert.setOwner(name(alert.getOwner()));
        alert.setLayer(name(alert.getLayer()));
        alert.setEvidence(first(alert.getEvidence(), MOST_LIST_ITEMS));
        alert.setCauses(advice(alert.getCauses()));
        alert.setRemedies(advice(alert.getRemedies()));
        if (alert.getLastGoodCheckpoint() != null) {
            alert.getLastGoodCheckpoint()
                    .setPath(
                            CheckpointPath.bounded(alert.getLastGoodCheckpoint().getPath()));
        }
        return alert;
    }

    static <T> List<T> first(List<T> list, int most) {
        return list.size() <= most ? list : List.copyOf(list.subList(0, most));
    }

    private static List<String> texts(List<String> list) {
        return first(list, MOST_LIST_ITEMS).stream().map(Bounds::name).toList();
    }

    private static List<Advice> advice(List<Advice> list) {
        return first(list, MOST_LIST_ITEMS).stream()
                .map(item -> new Advice(text(item.getText(), SENTENCE_CHARACTERS), name(item.getKnowledgeItem())))
                .toList();
    }

    private static MetricDefinition definition(MetricDefinition definition) {
        return new MetricDefinition(
                name(definition.getName()),
                name(definition.getSummary()),
                name(definition.getGoal()),
                name(definition.getStepMetric()),
                definition.getHidden());
    }

    private static Map<String, Double> summary(Map<String, Double> summary) {
        Map<String, Double> kept = new HashMap<>();
        summary.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_RESULTS)
                .forEach(entry -> kept.put(name(entry.getKey()), entry.getValue()));
        return kept;
    }

    private static Layer layer(Layer layer) {
        return new Layer(
                name(layer.getName()), name(layer.getType()), layer.getParameters(), name(layer.getActivation()));
    }
}
