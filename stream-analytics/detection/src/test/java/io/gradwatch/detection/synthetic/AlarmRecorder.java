package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.synthetic.family.SyntheticRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Shows runs to detectors and keeps what they would have woken somebody for. Safe for several threads. */
final class AlarmRecorder {

    private final DetectionEngine engine;

    AlarmRecorder(List<Detector<?>> detectors) {
        engine = new DetectionEngine(detectors, DetectorSettings.defaults());
    }

    /** Every detector of the class path, with its defaults. */
    static AlarmRecorder ofAll() {
        return new AlarmRecorder(Detectors.load(AlarmRecorder.class.getClassLoader()));
    }

    /** The alarms of a run, in order. */
    List<Alarm> alarms(SyntheticRun run) {
        return alarms(run::feed);
    }

    /** The alarms of what {@code feed} sends. */
    List<Alarm> alarms(Consumer<Consumer<Telemetry>> feed) {
        List<Alarm> alarms = new ArrayList<>();
        DetectionState state = new DetectionState();
        DetectorStates states = new DetectorStates();
        feed.accept(telemetry ->
                engine.observe(state, states, telemetry, 0L, alert -> keep(alert, step(telemetry.getEvent()), alarms)));
        engine.onEndOfLog(state, states, alert -> keep(alert, state.lastStep, alarms));
        return alarms;
    }

    private static void keep(Alert alert, long step, List<Alarm> alarms) {
        if (alert.getState() == AlertState.FIRING && alert.getSeverity() != Severity.INFO) {
            alarms.add(new Alarm(alert, step));
        }
    }

    private static long step(Object event) {
        if (event instanceof Step step) {
            return step.getStep();
        }
        return event instanceof Evaluation evaluation ? evaluation.getStep() : 0;
    }
}
