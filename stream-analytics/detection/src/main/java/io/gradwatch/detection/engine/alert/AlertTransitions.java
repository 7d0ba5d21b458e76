package io.gradwatch.detection.engine.alert;

import io.gradwatch.detection.diagnosis.Explanation;
import io.gradwatch.detection.engine.slot.DetectorSlot;
import io.gradwatch.detection.engine.state.AlertFamily;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.OpenAlert;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns verdicts into transitions of alerts: one open alert a {@link AlertFamily} and run, which fires, gains severity
 * or a class that explains more, and ends. What is a consequence of an open alert waits until that has ended, and what
 * a witness says until the judge agrees.
 */
public final class AlertTransitions {

    /**
     * Moment of a transition.
     *
     * @param step the step that the run has reached
     * @param timeMillis time in the log, milliseconds since 1970-01-01 UTC; 0 without a time
     */
    public record Moment(long step, long timeMillis) {

        public static Moment of(DetectionState run) {
            return new Moment(run.lastStep, run.lastRecordMillis);
        }
    }

    private AlertTransitions() {}

    /** Applies what a detector says at a moment. */
    public static void apply(
            DetectionState run, DetectorSlot<?> slot, Verdict verdict, Moment moment, Consumer<Alert> alerts) {
        DetectorSpec spec = slot.spec();
        if (verdict instanceof Verdict.Firing firing) {
            Alert alert = AlertContent.of(run, spec, firing.finding(), moment);
            if (!run.declared().getSingleBatch() || AlertFamily.appliesToSingleBatch(alert.getAlertClass())) {
                Role role = firing.finding().certain() ? Role.RULE : slot.role(run);
                fire(run, role, key(alert, firing.finding()), alert, alerts);
            }
        } else if (verdict instanceof Verdict.Cleared) {
            clear(run, spec.id(), moment, alerts);
            publishHeld(run, moment, alerts);
        }
    }

    /** Ends all open alerts of a run, in order of their families. */
    public static void endAll(DetectionState run, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        for (OpenAlert open : new TreeMap<>(run.alerts).values()) {
            end(run, open, resolution, moment, alerts);
        }
    }

    private static String key(Alert alert, Finding finding) {
        String family = AlertFamily.key(alert.getAlertClass(), alert.getDetector());
        return finding.topic() == null ? family : family + AlertFamily.TOPIC + finding.topic();
    }

    private static void fire(DetectionState run, Role role, String key, Alert alert, Consumer<Alert> alerts) {
        run.result.doubted |= isFault(alert);
        OpenAlert open = run.alerts.computeIfAbsent(key, ignored -> new OpenAlert());
        open.seenBy(alert.getDetector());
        if (role == Role.JUDGE && open.firing && alert.getSeverity().compareTo(open.severity) <= 0) {
            return;
        }
        String awaited = role == Role.WITNESS ? awaited(alert) : "";
        if (!open.firing && (isConsequence(run, alert.getAlertClass()) || isInDoubt(run, awaited))) {
            if (!open.held || outranks(alert, awaited, open)) {
                open.hold(alert, awaited);
            }
        } else if (!open.firing) {
            open.judged = role == Role.JUDGE;
            publish(run, open, alert, alerts);
        } else if (isNews(open, alert)) {
            open.judged = false;
            publish(run, open, goingOn(open, alert), alerts);
        }
    }

    /** Name of the family that the judge must find likely for a witness to be believed; empty where it need not. */
    private static String awaited(Alert alert) {
        return alert.getSeverity() == Severity.INFO
                ? ""
                : JudgeFamily.ofLabel(alert.getAlertClass()).map(Enum::name).orElse("");
    }

    private static boolean isInDoubt(DetectionState run, String awaited) {
        return !awaited.isEmpty() && !run.judgement.supports(JudgeFamily.valueOf(awaited));
    }

    private static boolean isNews(OpenAlert open, Alert alert) {
        int severity = alert.getSeverity().compareTo(open.severity);
        boolean explained = open.judged && !AlertFamily.explainsMore(open.alertClass, alert.getAlertClass());
        return severity > 0
                || (severity == 0 && (explained || AlertFamily.explainsMore(alert.getAlertClass(), open.alertClass)));
    }

    /** Published in place of what is held back: it awaits nobody, is worse, or explains more. */
    private static boolean outranks(Alert alert, String awaited, OpenAlert open) {
        Alert held = open.read();
        int severity = alert.getSeverity().compareTo(held.getSeverity());
        return (awaited.isEmpty() && !open.awaits.isEmpty())
                || severity > 0
                || (severity == 0 && AlertFamily.explainsMore(alert.getAlertClass(), held.getAlertClass()));
    }

    private static boolean isConsequence(DetectionState run, String alertClass) {
        return run.alerts.values().stream()
                .anyMatch(other -> other.firing && AlertFamily.consequence(alertClass, other.alertClass));
    }

    /**
     * A published alert keeps its id, its onset and its evidence; causes and remedies are those of what explains most.
     */
    private static Alert goingOn(OpenAlert open, Alert news) {
        Alert published = open.read();
        news.setId(published.getId());
        news.setOnsetStep(published.getOnsetStep());
        news.setFiredTimeMillis(published.getFiredTimeMillis());
        news.setEvidence(AlertContent.joined(news.getEvidence(), published.getEvidence()));
        news.setLastGoodCheckpoint(published.getLastGoodCheckpoint());
        return news;
    }

    private static void publish(DetectionState run, OpenAlert open, Alert alert, Consumer<Alert> alerts) {
        run.result.alarmed |= isFault(alert);
        if (alert.getSeverity() != Severity.INFO
                && AlertClass.of(alert.getAlertClass())
                        .flatMap(AlertClass::family)
                        .isPresent()) {
            Explanation.refine(alert, run.curves, run.declared());
            alert.setCauses(AlertContent.advice(alert.getCauses()));
            alert.setRemedies(AlertContent.advice(alert.getRemedies()));
        }
        LastGoodCheckpoint.tell(run, alert);
        alert.setRevision(alert.getId().equals(open.id) ? open.revision + 1 : 0);
        open.keep(alert);
        alerts.accept(alert);
    }

    private static boolean isFault(Alert alert) {
        return alert.getSeverity() != Severity.INFO && AlertClass.isFault(alert.getAlertClass());
    }

    /** A detector no longer sees its failure; an alert is recovered when none of those that saw it does. */
    public static void clear(DetectionState run, String detector, Moment moment, Consumer<Alert> alerts) {
        leave(run, detector, Resolution.CLEARED, moment, alerts);
    }

    /** A detector no longer watches the run: what it alone saw ends, and nobody knows whether it is gone. */
    public static void switchOff(DetectionState run, String detector, Moment moment, Consumer<Alert> alerts) {
        leave(run, detector, Resolution.SWITCHED_OFF, moment, alerts);
        publishHeld(run, moment, alerts);
    }

    private static void leave(
            DetectionState run, String detector, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        for (OpenAlert open : new TreeMap<>(run.alerts).values()) {
            if (open.seenBy.remove(detector) && open.seenBy.isEmpty()) {
                end(run, open, resolution, moment, alerts);
            }
        }
    }

    /** Publishes alerts that were held back, once the reason for that is gone. */
    public static void publishHeld(DetectionState run, Moment moment, Consumer<Alert> alerts) {
        for (OpenAlert open : new TreeMap<>(run.alerts).values()) {
            if (open.held) {
                Alert alert = open.read();
                if (!isConsequence(run, alert.getAlertClass()) && !isInDoubt(run, open.awaits)) {
                    alert.setRaisedStep(moment.step());
                    alert.setRaisedTimeMillis(moment.timeMillis());
                    alert.setFiredTimeMillis(moment.timeMillis());
                    alert.setBacklog(run.backlog);
                    publish(run, open, alert, alerts);
                }
            }
        }
    }

    /** The backlog is over and the run goes on: what still fires is news now. */
    public static void publishStillFiring(DetectionState run, Moment moment, Consumer<Alert> alerts) {
        for (OpenAlert open : new TreeMap<>(run.alerts).values()) {
            if (open.firing) {
                Alert alert = open.read();
                if (alert.getBacklog()) {
                    alert.setRaisedStep(Math.max(moment.step(), alert.getRaisedStep()));
                    alert.setRaisedTimeMillis(moment.timeMillis());
                    alert.setBacklog(false);
                    publish(run, open, alert, alerts);
                }
            }
        }
    }

    /** Only what the stream shows to be gone has recovered: what ends for another reason ends with the fault. */
    private static void end(
            DetectionState run, OpenAlert open, Resolution resolution, Moment moment, Consumer<Alert> alerts) {
        if (!open.firing) {
            open.forget();
            return;
        }
        Alert alert = open.read();
        open.end();
        alert.setState(resolution == Resolution.CLEARED ? AlertState.RECOVERED : AlertState.UNRECOVERED);
        alert.setResolution(resolution);
        alert.setRevision(open.revision);
        alert.setRaisedStep(Math.max(moment.step(), alert.getRaisedStep()));
        alert.setRaisedTimeMillis(moment.timeMillis());
        alert.setBacklog(run.backlog);
        LastGoodCheckpoint.tell(run, alert);
        alerts.accept(alert);
    }
}
