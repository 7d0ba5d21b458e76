package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRowBuilder;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.AlertTransition;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Set;

/** Makes rows and pages of alerts, without silences and acknowledgements. */
public final class AlertRows {

    private AlertRows() {}

    /** A single transition as a row, for the stream of events. */
    public static AlertRow row(Alert alert) {
        return row(alert, alert.getRaisedStep(), alert.getRaisedTimeMillis(), Unrecovered.is(alert));
    }

    static AlertRow row(LiveAlert live, LiveRun run) {
        AlertTransition first = live.getTransitions().get(0);
        Alert alert = live.getAlert();
        return row(alert, first.getStep(), first.getMillis(), Unrecovered.endedWith(run, alert.getId()));
    }

    /** @param series names of the run's series */
    public static AlertDetail detail(LiveAlert live, LiveRun run, Set<String> series) {
        Alert alert = live.getAlert();
        return new AlertDetail(
                row(live, run),
                alert.getEvidence().stream().map(AlertRows::evidence).toList(),
                advice(alert.getCauses()),
                advice(alert.getRemedies()),
                alert.getLastGoodCheckpoint() == null ? null : Checkpoints.of(alert.getLastGoodCheckpoint()),
                alert.getSuspectCheckpoints(),
                live.getTransitions().stream().map(AlertRows::transition).toList(),
                series(alert, series),
                List.of());
    }

    /** The first series of its evidence that the run has, else the loss of its split, else the training loss. */
    private static String series(Alert alert, Set<String> series) {
        String split = split(alert);
        String loss = split == null ? SeriesNames.LOSS : split + "/" + SeriesNames.LOSS;
        return alert.getEvidence().stream()
                .map(Evidence::getSeries)
                .filter(series::contains)
                .findFirst()
                .orElse(series.contains(loss) ? loss : SeriesNames.LOSS);
    }

    private static AlertRow row(Alert alert, long raisedStep, long raisedMillis, boolean endedWithRun) {
        boolean ended = alert.getState() != AlertState.FIRING;
        return AlertRowBuilder.builder()
                .id(alert.getId())
                .run(alert.getRunId())
                .runName(alert.getRunName())
                .project(alert.getProject())
                .owner(alert.getOwner())
                .detector(alert.getDetector())
                .alertClass(alert.getAlertClass())
                .severity(Words.of(alert.getSeverity()))
                .state(Words.of(alert.getState()))
                .resolution(Words.of(alert.getResolution()))
                .attempt(alert.getAttempt())
                .rank(alert.getRank())
                .layer(alert.getLayer())
                .split(split(alert))
                .onsetStep(alert.getOnsetStep())
                .raisedStep(raisedStep)
                .raisedMillis(raisedMillis)
                .endedStep(ended ? (Long) alert.getRaisedStep() : null)
                .endedMillis(ended ? (Long) alert.getRaisedTimeMillis() : null)
                .summary(alert.getSummary())
                .status(Words.of(alert.getState()))
                .open(!ended || endedWithRun)
                .assignee("")
                .build();
    }

    private static AlertDetail.Evidence evidence(Evidence evidence) {
        return new AlertDetail.Evidence(
                Words.of(evidence.getRole()),
                evidence.getSeries(),
                evidence.getName(),
                evidence.getValue(),
                evidence.getUnit(),
                evidence.getComparison(),
                evidence.getThreshold());
    }

    private static List<AlertDetail.Advice> advice(List<Advice> advice) {
        return advice.stream()
                .map(item -> new AlertDetail.Advice(item.getText(), item.getKnowledgeItem()))
                .toList();
    }

    private static AlertDetail.Transition transition(AlertTransition transition) {
        return new AlertDetail.Transition(
                Words.of(transition.getState()),
                Words.of(transition.getSeverity()),
                transition.getStep(),
                transition.getMillis());
    }

    private static String split(Alert alert) {
        return alert.getSplit() == null ? null : SeriesNames.split(alert.getSplit());
    }
}
