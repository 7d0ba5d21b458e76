package io.gradwatch.standalone.replay;

/** Tells what a replay found. */
public interface Report {

    /** Tells of one run. */
    void run(ReplayedRun run);

    /** Tells of all runs together, after the last. */
    void end();

    /** Tells this report and then another one. */
    default Report and(Report other) {
        Report self = this;
        return new Report() {
            @Override
            public void run(ReplayedRun run) {
                self.run(run);
                other.run(run);
            }

            @Override
            public void end() {
                self.end();
                other.end();
            }
        };
    }
}
