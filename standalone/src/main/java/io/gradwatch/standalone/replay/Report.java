package io.gradwatch.standalone.replay;

/** Tells what a replay found. */
public interface Report {

    /** Tells of one run. */
    void run(ReplayedRun run);

    /** Tells of all runs together, after the last. */
    void end();
}
