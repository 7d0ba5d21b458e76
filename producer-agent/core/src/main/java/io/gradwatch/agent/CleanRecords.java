package io.gradwatch.agent;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes records that another process made fit to be sent: the same bounds on names and lists as for a job that calls
 * this library. Changes the records themselves.
 */
final class CleanRecords {

    private static final int MAX_ERROR_TYPES = 1_000;

    /** Names of tensors that an OptimizerView tells. */
    private static final int MAX_NAMES = 10;

    private CleanRecords() {}

    static void clean(Object event) {
        if (event instanceof RunStarted started) {
            clean(started);
        } else if (event instanceof Step step) {
            clean(step);
        } else if (event instanceof Evaluation evaluation) {
            clean(evaluation);
        } else if (event instanceof Notice notice) {
            notice.setTitle(CleanText.of(notice.getTitle(), CleanText.MAX_NAME));
            notice.setText(CleanText.of(notice.getText(), CleanText.MAX_VALUE));
        } else if (event instanceof RunEnded ended) {
            ended.setException(text(ended.getException(), CleanText.MAX_NAME));
            ended.setMessage(text(ended.getMessage(), CleanText.MAX_VALUE));
        }
    }

    private static void clean(RunStarted started) {
        started.setName(CleanText.of(started.getName(), CleanText.MAX_NAME));
        started.setProject(CleanText.of(started.getProject(), CleanText.MAX_NAME));
        started.setOwner(CleanText.of(started.getOwner(), CleanText.MAX_NAME));
        started.setHost(CleanText.of(started.getHost(), CleanText.MAX_NAME));
        started.setFramework(CleanText.of(started.getFramework(), CleanText.MAX_NAME));
        started.setFrameworkVersion(CleanText.of(started.getFrameworkVersion(), CleanText.MAX_NAME));
        started.setObjective(text(started.getObjective(), CleanText.MAX_NAME));
        started.setReference(text(started.getReference(), CleanText.MAX_NAME));
        started.setDevices(CleanValues.texts(started.getDevices()));
        started.setHyperparameters(CleanValues.entries(started.getHyperparameters()));
        started.setLayers(CleanValues.layers(started.getLayers()));
        started.setReferences(CleanReferences.of(started.getReferences()));
        started.setTags(CleanValues.tags(started.getTags()));
        started.setNotes(CleanText.lines(started.getNotes(), CleanText.MAX_VALUE));
        started.setGroup(CleanText.of(started.getGroup(), CleanText.MAX_NAME));
        started.setMetrics(CleanValues.definitions(started.getMetrics()));
        started.setSummary(metrics(started.getSummary()));
    }

    private static void clean(Step step) {
        step.setMetrics(metrics(step.getMetrics()));
        List<TensorStatistics> tensors = CleanValues.bounded("tensors", step.getTensors(), TensorRows.MAX_ROWS);
        tensors.forEach(tensor -> tensor.setLayer(CleanText.of(tensor.getLayer(), CleanText.MAX_NAME)));
        step.setTensors(tensors);
        clean(step.getBatch());
        clean(step.getOptimizer());
    }

    private static void clean(Evaluation evaluation) {
        evaluation.setMetrics(metrics(evaluation.getMetrics()));
        clean(evaluation.getBatch());
        List<ErrorType> types = new ArrayList<>();
        for (ErrorType type : CleanValues.bounded("types of error", evaluation.getErrorTypes(), MAX_ERROR_TYPES)) {
            if (type.getShare() >= 0 && type.getShare() <= 1) {
                types.add(new ErrorType(CleanText.of(type.getName(), CleanText.MAX_NAME), type.getShare()));
            }
        }
        evaluation.setErrorTypes(types);
    }

    /** A part of a shape or of the counts says nothing: what is too long was not seen. */
    private static void clean(BatchView batch) {
        if (batch != null) {
            batch.setOutputShape(whole(batch.getOutputShape(), BatchRow.MAX_DIMENSIONS));
            batch.setTargetShape(whole(batch.getTargetShape(), BatchRow.MAX_DIMENSIONS));
            batch.setLabelCounts(whole(batch.getLabelCounts(), BatchRow.MAX_CLASSES));
            batch.setPredictionCounts(whole(batch.getPredictionCounts(), BatchRow.MAX_CLASSES));
        }
    }

    private static void clean(OptimizerView optimizer) {
        if (optimizer != null) {
            optimizer.setMissingNames(names(optimizer.getMissingNames()));
            optimizer.setWithoutGradientNames(names(optimizer.getWithoutGradientNames()));
        }
    }

    private static List<String> names(List<String> given) {
        return given.stream()
                .limit(MAX_NAMES)
                .map(name -> CleanText.of(name, CleanText.MAX_NAME))
                .toList();
    }

    private static <T> List<T> whole(List<T> values, int most) {
        return values.size() <= most ? values : List.of();
    }

    private static Map<String, Double> metrics(Map<String, Double> metrics) {
        Map<String, Double> clean = new LinkedHashMap<>();
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            if (clean.size() < MetricRow.MAX_METRICS) {
                clean.put(CleanText.of(metric.getKey(), CleanText.MAX_NAME), metric.getValue());
            }
        }
        return clean;
    }

    private static String text(String text, int maxCharacters) {
        return text == null ? null : CleanText.of(text, maxCharacters);
    }
}
