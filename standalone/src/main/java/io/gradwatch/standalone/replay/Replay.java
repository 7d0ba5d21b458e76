package io.gradwatch.standalone.replay;

import java.util.List;
import java.util.function.Consumer;

/** A way to show logs to the detectors. */
public interface Replay {

    /**
     * Replays logs.
     *
     * @param files to replay, in this order
     * @param done takes each run when all of its alerts are known, in the same order
     */
    void run(List<RunFile> files, Consumer<ReplayedRun> done);
}
