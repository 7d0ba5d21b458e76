package io.gradwatch.detection.engine.settings;

/**
 * Looks up the settings that hold for a run in place of those of the configuration. They may change while it runs; the
 * engine asks again when the version has.
 */
public interface LiveSettings {

    /** No run has settings of its own. */
    LiveSettings NONE = new LiveSettings() {
        @Override
        public long version() {
            return 1;
        }

        @Override
        public Overrides of(String runId, String project) {
            return Overrides.NONE;
        }
    };

    /** Another number after each change, 1 or more. */
    long version();

    /** What holds for a run: its own settings before those of its project, which is empty where it has none. */
    Overrides of(String runId, String project);
}
