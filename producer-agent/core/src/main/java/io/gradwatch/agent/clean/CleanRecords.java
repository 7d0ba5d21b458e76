package io.gradwatch.agent.clean;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records that another process made fit to be sent: the same bounds on names and lists as for a job that calls
 * this library. Changes the records themselves.
 */
public final class CleanRecords {

    /** Names of tensors that an OptimizerView tells. */
    private static final int MAX_NAMES = 10;

    private CleanRecords() {}

    /** Cleans an event of a run. */
    public static void clean(Object event) {
        if (event instanceof RunStarted started) {
            clean(started);
        } else if (event instanceof Step step) {
            clean(step);
        } else if (event instanceof Evaluation evaluation) {
            clean(evaluation);
        } else if (event instanceof Notice notice) {
            notice.setTitle(CleanText.of(notice.getTitle(), Limits.NAME_CHARACTERS));
            notice.setText(CleanText.of(notice.getText(), Limits.VALUE_CHARACTERS));
        } else if (event instanceof CheckpointSaved saved) {
            saved.setPath(CleanText.of(saved.getPath(), Limits.VALUE_CHARACTERS));
            saved.setMetrics(CleanValues.metrics(saved.getMetrics()));
        } else if (event instanceof RunEnded ended) {
            ended.setException(text(ended.getException(), Limits.NAME_CHARACTERS));
            ended.setMessage(text(ended.getMessage(), Limits.VALUE_CHARACTERS));
        }
    }

    private static void clean(RunStarted started) {
        started.setName(CleanText.of(started.getName(), Limits.NAME_CHARACTERS));
        started.setProject(CleanText.of(started.getProject(), Limits.NAME_CHARACTERS));
        started.setOwner(CleanText.of(started.getOwner(), Limits.NAME_CHARACTERS));
        started.setHost(CleanText.of(started.getHost(), Limits.NAME_CHARACTERS));
        started.setFramework(CleanText.of(started.getFramework(), Limits.NAME_CHARACTERS));
        started.setFrameworkVersion(CleanText.of(started.getFrameworkVersion(), Limits.NAME_CHARACTERS));
        started.setObjective(text(started.getObjective(), Limits.NAME_CHARACTERS));
        started.setReference(text(started.getReference(), Limits.NAME_CHARACTERS));
        started.setDevices(CleanValues.texts(started.getDevices()));
        started.setHyperparameters(CleanValues.entries(started.getHyperparameters()));
        started.setLayers(CleanValues.layers(started.getLayers()));
        started.setReferences(CleanReferences.of(started.getReferences()));
        started.setTags(CleanValues.tags(started.getTags()));
        started.setNotes(CleanText.lines(started.getNotes(), Limits.VALUE_CHARACTERS));
        started.setGroup(CleanText.of(started.getGroup(), Limits.NAME_CHARACTERS));
        started.setMetrics(CleanValues.definitions(started.getMetrics()));
        started.setSummary(CleanValues.metrics(started.getSummary()));
    }

    private static void clean(Step step) {
        step.setMetrics(CleanValues.metrics(step.getMetrics()));
        List<TensorStatistics> tensors = CleanValues.bounded("tensors", step.getTensors(), Limits.TENSORS);
        tensors.forEach(tensor -> tensor.setLayer(CleanText.of(tensor.getLayer(), Limits.NAME_CHARACTERS)));
        step.setTensors(tensors);
        clean(step.getBatch());
        clean(step.getOptimizer());
    }

    private static void clean(Evaluation evaluation) {
        evaluation.setMetrics(CleanValues.metrics(evaluation.getMetrics()));
        clean(evaluation.getBatch());
        List<ErrorType> types = new ArrayList<>();
        for (ErrorType type : CleanValues.bounded("types of error", evaluation.getErrorTypes(), Limits.ERROR_TYPES)) {
            if (type.getShare() >= 0 && type.getShare() <= 1) {
                types.add(new ErrorType(CleanText.of(type.getName(), Limits.NAME_CHARACTERS), type.getShare()));
            }
        }
        evaluation.setErrorTypes(types);
    }

    /** A part of a shape or of the counts says nothing: what is too long was not seen. */
    private static void clean(BatchView batch) {
        if (batch != null) {
            batch.setOutputShape(CleanValues.wholeOrNone(batch.getOutputShape(), Limits.DIMENSIONS));
            batch.setTargetShape(CleanValues.wholeOrNone(batch.getTargetShape(), Limits.DIMENSIONS));
            batch.setLabelCounts(CleanValues.wholeOrNone(batch.getLabelCounts(), Limits.CLASSES));
            batch.setPredictionCounts(CleanValues.wholeOrNone(batch.getPredictionCounts(), Limits.CLASSES));
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
                .map(name -> CleanText.of(name, Limits.NAME_CHARACTERS))
                .toList();
    }

    private static String text(String text, int maxCharacters) {
        return text == null ? null : CleanText.of(text, maxCharacters);
    }
}
