package io.gradwatch.detection.engine.alert;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.KeptCheckpoint;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checkpoint from which a run can go on after a fault.
 *
 * <p>Weights can be spoiled a step before the loss shows it. So a checkpoint is good where a step came after it, which
 * its weights made, and before the onset. Over-fitting breaks nothing at once: there the one at the onset is good. A
 * job that stands can go on from its newest one, unless that was saved during a critical fault of the weights.
 */
public final class LastGoodCheckpoint {

    private LastGoodCheckpoint() {}

    /** Tells the checkpoint in an alert, and marks those that its fault may have spoiled. */
    static void tell(DetectionState run, Alert alert) {
        Optional<AlertClass> known = AlertClass.of(alert.getAlertClass());
        if (known.isEmpty() || !isTold(known.get())) {
            return;
        }
        List<KeptCheckpoint> kept = run.checkpoints.kept;
        Predicate<KeptCheckpoint> good = good(known.get(), alert);
        if (alert.getLastGoodCheckpoint() == null) {
            kept.stream()
                    .filter(good)
                    .reduce((earlier, later) -> later)
                    .ifPresent(checkpoint -> alert.setLastGoodCheckpoint(told(checkpoint)));
        }
        boolean spoils = isSpoiling(known.get(), alert.getSeverity());
        int suspects = 0;
        for (KeptCheckpoint checkpoint : kept) {
            boolean suspect = checkpoint.attempt == alert.getAttempt() && !good.test(checkpoint);
            checkpoint.suspect |= suspect && spoils;
            suspects += suspect ? 1 : 0;
        }
        alert.setSuspectCheckpoints(suspects);
    }

    /** True while a fault is open that spoils what is saved. */
    public static boolean isSpoiling(DetectionState run) {
        return run.alerts.values().stream()
                .anyMatch(open -> open.firing
                        && AlertClass.of(open.alertClass)
                                .map(known -> isSpoiling(known, open.severity))
                                .orElse(false));
    }

    private static boolean isSpoiling(AlertClass fault, Severity severity) {
        return fault.isOfWeights() && severity == Severity.CRITICAL;
    }

    private static boolean isTold(AlertClass fault) {
        return fault.isOfWeights() || fault.isOfJobs() || fault == AlertClass.OVERFITTING;
    }

    private static Predicate<KeptCheckpoint> good(AlertClass fault, Alert alert) {
        long onset = alert.getOnsetStep();
        if (fault.isOfJobs()) {
            return checkpoint -> !checkpoint.suspect;
        }
        if (fault == AlertClass.OVERFITTING) {
            return checkpoint -> !checkpoint.suspect && checkpoint.lastStep <= onset;
        }
        return checkpoint -> !checkpoint.suspect && checkpoint.nextStep >= 0 && checkpoint.nextStep < onset;
    }

    private static SavedCheckpoint told(KeptCheckpoint checkpoint) {
        return new SavedCheckpoint(
                checkpoint.attempt,
                checkpoint.step,
                checkpoint.path,
                checkpoint.savedMillis,
                checkpoint.sizeBytes < 0 ? null : checkpoint.sizeBytes,
                Map.copyOf(checkpoint.metrics));
    }
}
