package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Attempt;
import io.gradwatch.fleet.live.view.RunDetail.Definition;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import io.gradwatch.fleet.live.view.RunDetail.Layer;
import io.gradwatch.fleet.live.view.RunDetail.Metric;
import io.gradwatch.fleet.live.view.RunDetailBuilder;
import io.gradwatch.schema.AttemptState;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SeriesState;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the page of a run from its state in the tables. */
public final class Details {

    private Details() {}

    /**
     * All of a run.
     *
     * @param live true where it is in the live tables; the pace of the ranks of a past run is not known
     * @param declared null where the run never declared itself
     * @param ranks of any attempt
     */
    public static RunDetail of(
            LiveRun run, boolean live, RunStarted declared, List<LiveRank> ranks, LiveAlerts alerts) {
        List<LiveRank> present = ranks.stream()
                .filter(rank -> rank.getAttempt() == run.getAttempt())
                .sorted(Comparator.comparingInt(LiveRank::getRank))
                .toList();
        return RunDetailBuilder.builder()
                .row(RunRows.of(run, live))
                .live(live)
                .description(description(
                        declared == null ? RunStarted.newBuilder().setName("").build() : declared))
                .checkpoints(Checkpoints.newestFirst(run.getCheckpoints()))
                .attempts(run.getAttempts().stream().map(Details::attempt).toList())
                .metrics(run.getSeries().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> metric(entry.getKey(), entry.getValue()))
                        .toList())
                .ranks(Ranks.rows(present, live))
                .rankSpread(live ? Ranks.spread(present) : null)
                .generalisationGap(generalisationGap(run))
                .alerts(alerts.getAlerts().stream()
                        .map(alert -> AlertRows.row(alert, run))
                        .sorted(Comparator.comparingLong(AlertRow::raisedMillis).reversed())
                        .toList())
                .notes(List.of())
                .build();
    }

    /** Validation loss minus training loss, evaluated where that was done; null without either. */
    private static Double generalisationGap(LiveRun run) {
        Double validation = SeriesTable.last(run, SeriesNames.ofEvaluation(Split.TRAIN_VAL, "loss"));
        Double evaluated = SeriesTable.last(run, SeriesNames.ofEvaluation(Split.TRAIN, "loss"));
        Double training = evaluated == null ? SeriesTable.last(run, "loss") : evaluated;
        return validation == null || training == null ? null : (Double) (validation - training);
    }

    private static Description description(RunStarted declared) {
        return new Description(
                declared.getFramework(),
                declared.getFrameworkVersion(),
                new TreeMap<>(declared.getHyperparameters()),
                declared.getObjective(),
                declared.getGoalError(),
                declared.getReference(),
                declared.getLayers().stream()
                        .map(layer -> new Layer(layer.getName(), layer.getType(), layer.getParameters()))
                        .toList(),
                declared.getNotes(),
                declared.getMetrics().stream().map(Details::definition).toList(),
                new TreeMap<>(declared.getSummary()));
    }

    private static Definition definition(MetricDefinition definition) {
        return new Definition(
                definition.getName(),
                definition.getSummary(),
                definition.getGoal(),
                definition.getStepMetric(),
                definition.getHidden());
    }

    private static Attempt attempt(AttemptState attempt) {
        return new Attempt(
                attempt.getAttempt(),
                attempt.getStartedMillis(),
                attempt.getEndedMillis(),
                Words.of(attempt.getOutcome()),
                attempt.getFirstStep(),
                attempt.getLastStep(),
                attempt.getException(),
                attempt.getMessage());
    }

    private static Metric metric(String name, SeriesState series) {
        return new Metric(
                name,
                series.getLast(),
                series.getLastStep(),
                Double.isNaN(series.getMinimum()) ? null : (Double) series.getMinimum(),
                series.getMinimumStep() < 0 ? null : (Long) series.getMinimumStep(),
                Double.isNaN(series.getMaximum()) ? null : (Double) series.getMaximum(),
                series.getMaximumStep() < 0 ? null : (Long) series.getMaximumStep(),
                series.getNonFinite());
    }
}
