package io.gradwatch.standalone.replay;

/** Report of a replay. */
public interface Report {

    /** Reports one run. */
    void run(ReplayedRun run);

    /** Reports all runs together, after the last. */
    void end();
}
