package io.gradwatch.detection.engine.settings;

/**
 * Looks up the settings that hold for a run in place of those of the configuration. They may change while it runs; the
 * engine asks again when the version has.
 */
public interface OverrideLookup {

    /** No run has settings of its own. */
    OverrideLookup NONE = new OverrideTable();

    /** Another number after each change, 1 or more. */
    long version();

    /** Settings of a run: its own before those of its project, which is empty where it has none. */
    Overrides of(String runId, String project);
}
