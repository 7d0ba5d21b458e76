package io.gradwatch.detection.spi;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.schema.RunStarted;

/** Run, settings and curves around an event. */
public interface DetectionContext {

    /** Declaration of the run; an empty declaration where it never did. */
    RunStarted run();

    /**
     * References of the run: the curves that it declares, else those of the earlier run that it names, else of the last
     * healthy runs of its project. Chosen when the run starts, and the same to its end.
     */
    References references();

    /** Rank that sent the event; of a silence, the rank that speaks for the job. */
    int rank();

    /** Attempt of the run, from 0. */
    int attempt();

    /** The last step seen of the speaking rank before this event, -1 before the first. */
    long lastStep();

    /**
     * Time at which the event was appended to the log, milliseconds since 1970-01-01 UTC; 0 where the log has no time.
     */
    long logTimeMillis();

    /** The curves of the speaking rank, this event included. Read only. */
    RunCurves curves();

    /** Judgement of the run, this event included. Read only. */
    Judgement judgement();

    /**
     * A setting of this detector for this run: what is set for the run, else for its project, else the configured
     * value, else the default of the key. It may change from one event to the next.
     */
    double setting(ConfigKey<Double> key);
}
