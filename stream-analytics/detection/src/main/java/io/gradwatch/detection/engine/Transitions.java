package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns verdicts into transitions of alerts: one open alert a detector and run, which fires, gains severity and is
 * resolved.
 */
final class Transitions {

    private static final int MOST_ENTRIES = 20;

    /**
     * When a transition is made.
     *
     * @param step the step that the run has reached
     * @param timeMillis time in the log, milliseconds since 1970-01-01 UTC; 0 without a time
     */
    record Moment(long step, long timeMillis) {

        static Moment of(RunState run) {
            return new Moment(run.lastStep, run.lastRecordMillis);
        }
    }

    private Transitions() {}

    /** Applies what a detector says at a moment. */
    static void apply(RunState run, DetectorSpec spec, Verdict verdict, Moment moment, Consumer<Alert> alerts) {
        if (verdict instanceof Verdict.Firing firing) {
            fire(run, spec, firing.finding(), moment, alerts);
        } else if (verdict instanceof Verdict.Cleared) {
            resolve(run, spec.id(), Resolution.CLEARED, moment, alerts);
        }
    }

    /** Resolves all open alerts of a run, in order of their detectors. */
    static void resolveAll(RunState run, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        for (String detector : new TreeMap<>(run.alerts).keySet()) {
            resolve(run, detector, resolution, moment, alerts);
        }
    }

    private static void fire(RunState run, DetectorSpec spec, Finding finding, Moment moment, Consumer<Alert> alerts) {
        AlertMemory memory = run.alerts.computeIfAbsent(spec.id(), ignored -> new AlertMemory());
        if (memory.firing && finding.severity().compareTo(memory.severity) <= 0) {
            return;
        }
        Alert alert = alert(run, spec, finding, moment);
        if (memory.firing) {
            // What was told once keeps its name and its beginning, whatever the detector has learnt since.
            alert.setId(memory.id);
            alert.setOnsetStep(memory.read().getOnsetStep());
        }
        alert.setRevision(alert.getId().equals(memory.id) ? memory.revision + 1 : 0);
        memory.keep(alert);
        alerts.accept(alert);
    }

    private static void resolve(
            RunState run, String detector, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        AlertMemory memory = run.alerts.get(detector);
        if (memory == null || !memory.firing) {
            return;
        }
        Alert alert = memory.read();
        memory.resolve();
        alert.setState(AlertState.RESOLVED);
        alert.setResolution(resolution);
        alert.setRevision(memory.revision);
        alert.setRaisedStep(Math.max(moment.step(), alert.getRaisedStep()));
        alert.setRaisedTimeMillis(moment.timeMillis());
        alerts.accept(alert);
    }

    private static Alert alert(RunState run, DetectorSpec spec, Finding finding, Moment moment) {
        RunStarted declared = run.declared();
        Severity severity = finding.severity();
        return Alert.newBuilder()
                .setId(AlertId.of(run, spec.id(), finding))
                .setDetector(spec.id())
                .setAlertClass(finding.alertClass() == null ? spec.alertClass() : finding.alertClass())
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run.runId)
                .setRunName(declared.getName())
                .setProject(declared.getProject())
                .setOwner(declared.getOwner())
                .setAttempt(run.attempt)
                .setRank(finding.rank().isPresent() ? finding.rank().getAsInt() : null)
                .setLayer(finding.layer() == null ? null : CleanText.name(finding.layer()))
                .setSplit(finding.split() == null ? null : finding.split().name())
                .setOnsetStep(finding.onsetStep())
                .setRaisedStep(moment.step())
                .setRaisedTimeMillis(moment.timeMillis())
                .setSummary(CleanText.sentence(finding.summary()))
                .setEvidence(evidence(finding.evidence()))
                .setCauses(advice(finding.causes()))
                .setRemedies(advice(finding.remedies()))
                .build();
    }

    private static List<Evidence> evidence(List<Evidence> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> new Evidence(
                        CleanText.name(item.getName()),
                        item.getValue(),
                        CleanText.name(item.getUnit()),
                        item.getComparison(),
                        item.getThreshold()))
                .toList();
    }

    private static List<Advice> advice(List<Advice> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> new Advice(CleanText.sentence(item.getText()), item.getKnowledgeItem()))
                .toList();
    }
}
