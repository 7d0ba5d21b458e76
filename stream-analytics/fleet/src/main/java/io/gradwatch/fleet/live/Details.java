package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Attempt;
import io.gradwatch.fleet.live.view.RunDetail.Definition;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import io.gradwatch.fleet.live.view.RunDetail.Layer;
import io.gradwatch.fleet.live.view.RunDetail.Metric;
import io.gradwatch.fleet.live.view.RunDetailBuilder;
import io.gradwatch.fleet.series.GeneralisationGap;
import io.gradwatch.schema.AttemptState;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SeriesState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes the page of a run of what the tables hold of it. */
final class Details {

    private Details() {}

    /**
     * All of a run.
     *
     * @param declared null where the run never declared itself
     * @param ranks of any attempt
     */
    static RunDetail of(LiveRun run, RunStarted declared, List<LiveRank> ranks, LiveAlerts alerts) {
        List<LiveRank> present = ranks.stream()
                .filter(rank -> rank.getAttempt() == run.getAttempt())
                .sorted(Comparator.comparingInt(LiveRank::getRank))
                .toList();
        return RunDetailBuilder.builder()
                .row(Rows.of(run))
                .live(true)
                .description(description(
                        declared == null ? RunStarted.newBuilder().setName("").build() : declared))
                .attempts(run.getAttempts().stream().map(Details::attempt).toList())
                .metrics(run.getSeries().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> metric(entry.getKey(), entry.getValue()))
                        .toList())
                .ranks(Ranks.rows(present))
                .rankSpread(Ranks.spread(present))
                .generalisationGap(GeneralisationGap.of(name -> SeriesTable.last(run, name)))
                .alerts(alerts.getAlerts().stream()
                        .map(alert -> AlertRows.row(alert, run))
                        .sorted(Comparator.comparingLong(AlertRow::raisedMillis).reversed())
                        .toList())
                .build();
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
                attempt.getOutcome() == null
                        ? null
                        : attempt.getOutcome().name().toLowerCase(Locale.ROOT),
                attempt.getFirstStep(),
                attempt.getLastStep(),
                attempt.getException(),
                attempt.getMessage());
    }

    private static Metric metric(String name, SeriesState series) {
        boolean finite = series.getMinimumStep() >= 0;
        return new Metric(
                name,
                series.getLast(),
                series.getLastStep(),
                finite ? (Double) series.getMinimum() : null,
                finite ? (Long) series.getMinimumStep() : null,
                finite ? (Double) series.getMaximum() : null,
                finite ? (Long) series.getMaximumStep() : null,
                series.getNonFinite());
    }
}
