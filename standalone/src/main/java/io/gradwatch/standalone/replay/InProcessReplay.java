package io.gradwatch.standalone.replay;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows logs to the detection engine in this process. A log has no time, so it brings no alerts of silent runs. */
public final class InProcessReplay implements Replay {

    private static final long NO_TIME = 0;

    private final Recordings recordings;
    private final DetectionEngine engine;

    /**
     * @param recordings how logs are read
     * @param settings of the detectors; those that are switched off are left out
     */
    public InProcessReplay(Recordings recordings, DetectorSettings settings) {
        this(recordings, new DetectionEngine(Detectors.load(InProcessReplay.class.getClassLoader()), settings));
    }

    /**
     * @param recordings how logs are read
     * @param engine shared by all runs; it keeps nothing of them
     */
    public InProcessReplay(Recordings recordings, DetectionEngine engine) {
        this.recordings = recordings;
        this.engine = engine;
    }

    @Override
    public void run(List<RunFile> files, Consumer<ReplayedRun> done) {
        files.forEach(file -> done.accept(replay(file)));
    }

    /** Replays one log. Any number may be replayed at the same time. */
    public ReplayedRun replay(RunFile file) {
        Observation observation = new Observation(engine);
        Optional<String> problem = Optional.empty();
        Optional<Understanding> understood = Optional.empty();
        try (RunLog log = recordings.open(file)) {
            observation.observe(log.started());
            try {
                for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                    observation.observe(row.get());
                }
                observation.end();
            } finally {
                understood = log.understanding();
            }
        } catch (UnreadableLogException e) {
            problem = Optional.of(e.getMessage());
        }
        return new ReplayedRun(
                file.runId(),
                observation.rows,
                problem.isPresent()
                        ? List.copyOf(observation.alerts)
                        : ReplayedRun.untilEndOfLog(observation.alerts, observation.run.lastStep, observation.rows),
                observation.rows == 0 ? Map.of() : Abstained.of(engine.abstaining(observation.run)),
                problem,
                understood);
    }

    /** One run as the engine sees it. */
    private static final class Observation {

        private final DetectionEngine engine;
        private final DetectionState run = new DetectionState();
        private final DetectorStates states = new DetectorStates();
        private final List<ReplayedAlert> alerts = new ArrayList<>();
        private long rows;

        Observation(DetectionEngine engine) {
            this.engine = engine;
        }

        void observe(LogRow row) {
            row.events().forEach(this::observe);
            rows++;
        }

        /** The end of a log is that of its run. */
        void end() {
            long last = Math.max(0, rows - 1);
            engine.onEndOfLog(run, states, alert -> alerts.add(new ReplayedAlert(last, alert)));
        }

        void observe(Telemetry telemetry) {
            engine.observe(run, states, telemetry, NO_TIME, alert -> alerts.add(new ReplayedAlert(rows, alert)));
        }
    }
}
