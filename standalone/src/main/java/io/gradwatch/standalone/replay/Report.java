package io.gradwatch.standalone.replay;

/** Report of a replay. */
public interface Report {

    /** Reports one run. */
    void run(ReplayedRun run);

    /** Reports all runs together, after the last. */
    void end();

    /** Both reports: this one, then the other. */
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
