package io.gradwatch.calibration.causes;

import io.gradwatch.agent.gateway.RecordedSession;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorStates;
import io.gradwatch.detection.engine.RunState;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
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

    SessionReplay(DetectionEngine engine) {
        this.engine = engine;
    }

    /** Causes that were named of a planted fault. */
    NamedCauses of(PlantedRun planted, Path lines) {
        List<Alert> told = told(lines);
        boolean hidden = planted.run().hidden();
        Predicate<Alert> right = alert -> hidden || planted.run().label().accepts(alert.getAlertClass());
        Optional<String> first = told.stream().filter(right).map(Alert::getId).findFirst();
        return NamedCauses.of(planted, first.flatMap(id -> last(told, id)));
    }

    private static Optional<Alert> last(List<Alert> told, String id) {
        return told.stream().filter(alert -> alert.getId().equals(id)).reduce((former, latter) -> latter);
    }

    private List<Alert> told(Path lines) {
        RunState run = new RunState();
        DetectorStates states = new DetectorStates();
        List<Alert> told = new ArrayList<>();
        try {
            new RecordedSession(lines)
                    .read(telemetry -> engine.observe(run, states, telemetry, 0, alert -> {
                        if (alert.getState() == AlertState.FIRING && alert.getSeverity() != Severity.INFO) {
                            told.add(alert);
                        }
                    }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }
}
