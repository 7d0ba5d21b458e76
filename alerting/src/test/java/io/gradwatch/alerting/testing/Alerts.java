package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Pictures;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Alerts to test with. */
public final class Alerts {

    private static final long RAISED_MILLIS =
            Instant.parse("2026-11-23T03:00:00Z").toEpochMilli();

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ALERTS.codec();
    }

    private Alerts() {}

    /** A critical alert: the loss of {@code run} is not a number. */
    public static Alert nan(String run) {
        return firing(run, "nan", Severity.CRITICAL)
                .setDetector("non-finite-values")
                .setSummary("The loss is NaN since step 1200; the first tensor that was not finite is the gradient of"
                        + " conv1.")
                .setLayer("conv1")
                .setEvidence(List.of(
                        new Evidence(EvidenceRole.LEVEL, "loss", "loss", Double.NaN, "nats", "", null),
                        new Evidence(
                                EvidenceRole.LEVEL, "gradient_norm", "gradient norm", 123456.789, "", ">=", 100.0)))
                .setCauses(List.of(
                        new Advice("numerical issue: an exp, a log or a division", "K2"),
                        new Advice("learning rate too high", "K2")))
                .setRemedies(List.of(
                        new Advice("go back to the last checkpoint and lower the learning rate", "K2"),
                        new Advice("clip the gradient norm", "")))
                .build();
    }

    /** The alert with a checkpoint from before the fault, and one that was saved later. */
    public static Alert withCheckpoint(Alert alert) {
        return Alert.newBuilder(alert)
                .setLastGoodCheckpoint(new SavedCheckpoint(
                        0, 1000L, "ckpt/step-1000.pt", RAISED_MILLIS - 720_000, 4096L, Map.of("val/loss", 0.5)))
                .setSuspectCheckpoints(1)
                .build();
    }

    /** A warning: the error of {@code run} oscillates. */
    public static Alert oscillating(String run) {
        return firing(run, "oscillating", Severity.WARNING)
                .setSummary("The training loss oscillates with a period of 40 steps.")
                .build();
    }

    /** An alert that fires, to be completed. */
    public static Alert.Builder firing(String run, String alertClass, Severity severity) {
        return Alert.newBuilder()
                .setId(run + "-0-" + alertClass + "-1200")
                .setDetector(alertClass)
                .setAlertClass(alertClass)
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run)
                .setRunName("resnet-" + run)
                .setProject("vision")
                .setOwner("ada")
                .setHost("node-7")
                .setOnsetStep(1200)
                .setRaisedStep(1210)
                .setRaisedTimeMillis(RAISED_MILLIS)
                .setFiredTimeMillis(RAISED_MILLIS)
                .setSummary("Something is wrong.");
    }

    /** The next transition of an alert: over, as the fault is no longer seen. */
    public static Alert resolved(Alert alert) {
        return resolved(alert, Resolution.CLEARED);
    }

    /** The next transition of an alert: over. */
    public static Alert resolved(Alert alert, Resolution why) {
        return Alert.newBuilder(alert)
                .setRevision(alert.getRevision() + 1)
                .setState(why == Resolution.CLEARED ? AlertState.RECOVERED : AlertState.UNRECOVERED)
                .setResolution(why)
                .setOutcome(why == Resolution.RUN_ENDED ? Outcome.FINISHED : null)
                .setRaisedStep(1500)
                .setRaisedTimeMillis(RAISED_MILLIS + 60_000)
                .build();
    }

    /** The alert as a log said it before anybody watched it. */
    public static Alert backlog(Alert alert) {
        return Alert.newBuilder(alert).setBacklog(true).build();
    }

    /** The next transition of an alert: critical now. */
    public static Alert critical(Alert alert) {
        return Alert.newBuilder(alert)
                .setRevision(alert.getRevision() + 1)
                .setSeverity(Severity.CRITICAL)
                .build();
    }

    /** A notification of alerts that nobody knew, or that were told before as firing where they are resolved. */
    public static Notification notification(Alert... alerts) {
        List<AlertChange> changes = List.of(alerts).stream()
                .map(alert -> new AlertChange(
                        alert,
                        alert.getState() == AlertState.FIRING
                                ? null
                                : new NotifiedState(alert.getRevision() - 1, AlertState.FIRING, alert.getSeverity())))
                .toList();
        return notification(changes);
    }

    /** A notification of changes, the first that the incident has. */
    public static Notification notification(List<AlertChange> changes) {
        AlertGroup group = group(changes);
        Instant at = Instant.ofEpochMilli(RAISED_MILLIS);
        return new Notification(
                7,
                "team",
                group,
                changes,
                at,
                Optional.empty(),
                0,
                false,
                Presentation.PLAIN,
                at.plusSeconds(180),
                Duration.ZERO,
                Optional.empty());
    }

    /** The same loss that is NaN in many runs. */
    public static Alert[] nans(int runs) {
        return IntStream.range(0, runs).mapToObj(run -> nan("run-" + run)).toArray(Alert[]::new);
    }

    /** The notification with links to a page. */
    public static Notification linked(Notification notification) {
        return shown(notification, Optional.of(PublicUrl.of("https://watch.example")), notification.pictures());
    }

    /** The notification with pictures. */
    public static Notification pictured(Notification notification, Pictures pictures) {
        return shown(notification, notification.page(), pictures);
    }

    private static Notification shown(Notification notification, Optional<PublicUrl> page, Pictures pictures) {
        return notification.sent(notification.presentation().with(page, pictures), notification.sentAt());
    }

    /** Changes as a group; an incident for each attempt of a run. */
    public static AlertGroup group(List<AlertChange> changes) {
        return new AlertGroup(incident(changes.get(0).alert()), changes);
    }

    /** Id of an incident that the alert may belong to. */
    public static String incident(Alert alert) {
        return alert.getRunId() + "/a" + alert.getAttempt();
    }

    /** Sends alerts to their topic. */
    public static void publish(TestKafka kafka, Alert... alerts) {
        for (Alert alert : alerts) {
            kafka.send(Topics.ALERTS, alert.getRunId(), alert);
        }
    }
}
