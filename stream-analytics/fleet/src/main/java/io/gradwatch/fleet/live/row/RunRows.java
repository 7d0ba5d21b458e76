package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunRowBuilder;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.OpenAlert;
import io.gradwatch.schema.SeriesState;
import io.gradwatch.schema.UnrecoveredAlert;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.Comparator;
import java.util.List;

/** Makes the row of a run for lists. */
public final class RunRows {

    private static final double MILLIS_PER_SECOND = 1000;

    private RunRows() {}

    static RunRow of(LiveRun run, boolean live) {
        SeriesState loss = run.getSeries().get("loss");
        return RunRowBuilder.builder()
                .run(run.getRunId())
                .name(run.getName())
                .project(run.getProject())
                .owner(run.getOwner())
                .host(run.getHost())
                .gpu(run.getGpu())
                .gpus(run.getGpus())
                .state(Words.of(status(run, live)))
                .attempt(Math.max(0, run.getAttempt()))
                .step(run.getStep())
                .epoch(run.getEpoch())
                .progress(progress(run))
                .timeLeftMillis(timeLeftMillis(run))
                .loss(loss == null ? null : (Double) loss.getLast())
                .bestLoss(loss == null || Double.isNaN(loss.getMinimum()) ? null : (Double) loss.getMinimum())
                .lossStep(loss == null ? null : (Long) loss.getLastStep())
                .learningRate(SeriesTable.last(run, "learning_rate"))
                .gradientNorm(SeriesTable.last(run, "gradient_norm"))
                .stepsPerSecond(run.getPace().getStepsPerSecond())
                .startedMillis(run.getStartedMillis())
                .lastEventMillis(run.getLastEventMillis())
                .lastStepMillis(run.getLastStepMillis())
                .endedMillis(run.getEndedMillis())
                .worldSize(run.getWorldSize())
                .openAlerts(counts(run))
                .worstClass(worstClass(run))
                .unrecovered(unrecovered(run))
                .unrecoveredAlerts(unrecoveredCounts(run))
                .verdict(verdict(run))
                .tags(List.copyOf(run.getTags()))
                .group(run.getGroup())
                .build();
    }

    /** State of a run. A past run without an end was silent when it left the live tables. */
    private static RunStatus status(LiveRun run, boolean live) {
        return live || run.getEndedMillis() != null ? status(run) : RunStatus.SILENT;
    }

    /** State of a live run. It needs no clock: detection decides that a run is silent or stalled. */
    public static RunStatus status(LiveRun run) {
        if (run.getEndedMillis() != null) {
            return RunStatus.ofOutcome(Words.of(run.getOutcome()));
        }
        if (fires(run, AlertClass.SILENT) || forgotten(run)) {
            return RunStatus.SILENT;
        }
        if (fires(run, AlertClass.HUNG)) {
            return RunStatus.STALLED;
        }
        return run.getStep() < 0 ? RunStatus.STARTING : RunStatus.TRAINING;
    }

    /** True where the run was silent for so long that detection ended the alert of class silent too. */
    private static boolean forgotten(LiveRun run) {
        return run.getUnrecovered().stream()
                .anyMatch(alert -> alert.getAlertClass().equals(AlertClass.SILENT.label()));
    }

    /** An alert of one rank does not concern the others. */
    private static boolean fires(LiveRun run, AlertClass alertClass) {
        return run.getOpenAlerts().stream()
                .anyMatch(alert ->
                        alert.getRank() == null && alert.getAlertClass().equals(alertClass.label()));
    }

    private static List<String> unrecovered(LiveRun run) {
        return run.getUnrecovered().stream()
                .sorted(Comparator.comparing(UnrecoveredAlert::getSeverity).reversed())
                .map(UnrecoveredAlert::getAlertClass)
                .distinct()
                .toList();
    }

    private static AlertCounts unrecoveredCounts(LiveRun run) {
        return run.getUnrecovered().stream()
                .map(alert -> AlertCounts.one(Words.of(alert.getSeverity())))
                .reduce(AlertCounts.NONE, AlertCounts::plus);
    }

    private static String verdict(LiveRun run) {
        RunVerdict verdict = RunVerdict.of(unrecovered(run));
        return verdict == null ? null : verdict.label();
    }

    static AlertCounts counts(LiveRun run) {
        return run.getOpenAlerts().stream()
                .map(alert -> AlertCounts.one(Words.of(alert.getSeverity())))
                .reduce(AlertCounts.NONE, AlertCounts::plus);
    }

    private static String worstClass(LiveRun run) {
        return run.getOpenAlerts().stream()
                .sorted(Comparator.comparing(OpenAlert::getSeverity).reversed())
                .map(OpenAlert::getAlertClass)
                .findFirst()
                .orElse(null);
    }

    /** Steps done of those wanted; where the run counts in epochs, epochs. */
    private static Double progress(LiveRun run) {
        if (run.getStepsWanted() != null && run.getStep() >= 0) {
            return Math.min(1, (run.getStep() + 1.0) / run.getStepsWanted());
        }
        if (run.getEpochsWanted() != null && run.getEpoch() != null) {
            return Math.min(1, run.getEpoch() / run.getEpochsWanted());
        }
        return null;
    }

    private static Long timeLeftMillis(LiveRun run) {
        Double progress = progress(run);
        double rate = run.getPace().getStepsPerSecond();
        if (progress == null || progress <= 0 || rate <= 0 || run.getEndedMillis() != null) {
            return null;
        }
        double steps = run.getStep() + 1.0;
        return Math.round((steps / progress - steps) / rate * MILLIS_PER_SECOND);
    }
}
