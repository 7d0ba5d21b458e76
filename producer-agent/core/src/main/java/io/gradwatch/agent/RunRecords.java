package io.gradwatch.agent;

import io.gradwatch.access.Host;
import io.gradwatch.agent.step.BatchRow;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;

/** Makes the records of a run other than its steps. */
final class RunRecords {

    static {
        // Avro makes the generated classes only once the catalogue has named them as trusted.
        Topics.TELEMETRY.codec();
    }

    private RunRecords() {}

    static RunStarted started(RunStart start) {
        RunDescription said = start.description();
        return RunStarted.newBuilder()
                .setName(said.name().isEmpty() ? start.runId() : said.name())
                .setProject(said.project())
                .setOwner(said.owner())
                .setHost(said.host().isEmpty() ? Host.name() : said.host())
                .setDevices(said.devices())
                .setFramework(said.framework())
                .setFrameworkVersion(said.frameworkVersion())
                .setWorldSize(start.worldSize())
                .setHyperparameters(said.hyperparameters())
                .setLayers(said.layers())
                .setClasses(said.classes())
                .setObjective(said.objective())
                .setGoalError(said.goalError())
                .setReference(said.reference())
                .setHeartbeatIntervalMillis(start.settings().heartbeatInterval().toMillis())
                .setSingleBatch(said.singleBatch())
                .setBaselineLoss(said.baselineLoss())
                .setReferences(said.references())
                .setTags(said.tags())
                .setNotes(said.notes())
                .setGroup(said.group())
                .setMetrics(List.of())
                .build();
    }

    static RunEnded ended(Ending how, long lastStep, long droppedRecords) {
        return new RunEnded(
                Outcome.valueOf(how.kind().name()), how.exception(), how.message(), lastStep, droppedRecords);
    }

    /** @param split null counts as unknown */
    static Evaluation evaluation(long step, Split split, EvaluationReport said) {
        return Evaluation.newBuilder()
                .setStep(step)
                .setEpoch(said.epoch())
                .setSplit(split == null ? Split.UNKNOWN : split)
                .setLoss(said.loss())
                .setMetrics(said.metrics())
                .setTrainingMode(said.trainingMode())
                .setRunningStatisticsChanged(said.runningStatisticsChanged())
                .setBatch(BatchRow.view(
                        said.outputShape(),
                        said.targetShape(),
                        said.lossElements(),
                        said.labelCounts(),
                        said.predictionCounts()))
                .setErrorTypes(said.errorTypes().entrySet().stream()
                        .map(type -> new ErrorType(type.getKey(), type.getValue()))
                        .toList())
                .build();
    }

    /** @param step negative where the job does not say it: those that it recorded count as done */
    static CheckpointSaved checkpoint(
            long step, String path, Long sizeBytes, Map<String, Double> metrics, long lastStep) {
        return new CheckpointSaved(step < 0 ? lastStep + 1 : step, path, sizeBytes, metrics);
    }

    /** @param level null counts as information */
    static Notice notice(String title, String text, NoticeLevel level, long lastStep) {
        return new Notice(title, text, level == null ? NoticeLevel.INFO : level, lastStep);
    }
}
