package io.gradwatch.calibration.causes;

import io.gradwatch.agent.gateway.RecordedSession;
import io.gradwatch.detection.diagnosis.Clues;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The whole engine, shown what a job sent: steps, tensors and declarations. */
final class SessionReplay {

    private final DetectionEngine engine;

    /**
     * @param alert as it was told
     * @param clues what the run had shown by then
     */
    record Telling(Alert alert, float[] clues) {}

    SessionReplay(DetectionEngine engine) {
        this.engine = engine;
    }

    /** Causes that were named of a planted fault. */
    NamedCauses of(PlantedRun planted, Path lines) {
        List<Telling> told = told(lines);
        boolean hidden = planted.run().hidden();
        Predicate<Telling> right =
                one -> hidden || planted.run().label().accepts(one.alert().getAlertClass());
        Optional<String> first =
                told.stream().filter(right).map(one -> one.alert().getId()).findFirst();
        return NamedCauses.of(planted, first.flatMap(id -> last(told, id)));
    }

    private static Optional<Telling> last(List<Telling> told, String id) {
        return told.stream().filter(one -> one.alert().getId().equals(id)).reduce((former, latter) -> latter);
    }

    private List<Telling> told(Path lines) {
        DetectionState run = new DetectionState();
        DetectorStates states = new DetectorStates();
        RunStarted[] declared = {new RunStarted()};
        List<Telling> told = new ArrayList<>();
        try {
            new RecordedSession(lines).read(telemetry -> {
                if (telemetry.getEvent() instanceof RunStarted started) {
                    declared[0] = started;
                }
                engine.observe(run, states, telemetry, 0, alert -> {
                    if (alert.getState() == AlertState.FIRING && alert.getSeverity() != Severity.INFO) {
                        told.add(new Telling(alert, Clues.of(alert, run.curves, declared[0])));
                    }
                });
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }
}
