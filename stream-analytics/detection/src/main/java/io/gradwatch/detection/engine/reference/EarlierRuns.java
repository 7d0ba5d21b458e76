package io.gradwatch.detection.engine.reference;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.schema.RunReference;
import java.util.List;
import java.util.Optional;

/**
 * Looks up what earlier runs reached. The engine asks when a run starts, and never again for that start: what it was
 * got then is part of the {@link DetectionState}.
 */
public interface EarlierRuns {

    /** No run is known. */
    EarlierRuns NONE = new RecentRuns();

    /** The known runs of a project, by the time of their end. */
    List<RunReference> ofProject(String project);

    /** A known run; empty where it is not. */
    Optional<RunReference> ofRun(String runId);
}
