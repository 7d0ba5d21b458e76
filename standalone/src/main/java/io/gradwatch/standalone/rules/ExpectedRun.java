package io.gradwatch.standalone.rules;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.nio.file.Path;
import java.util.List;

/**
 * A log and what must come of it.
 *
 * @param log to replay
 * @param expected transitions that must come; empty for a run that must be quiet
 * @param othersAllowed true where alerts that nothing expects may come too
 */
record ExpectedRun(Path log, List<Expectation> expected, boolean othersAllowed) {

    private static final String EXPECT = "expect";
    private static final String NONE = "none";
    private static final ConfigKey<String> LOG = ConfigKey.text("log", null, "The log, relative to this file.");
    private static final ConfigKey<String> NOTHING =
            ConfigKey.text(EXPECT, null, "The alerts that must come.").that(NONE::equals, NONE + ", or a list");
    private static final ConfigKey<Boolean> ALLOW_OTHERS =
            ConfigKey.flag("allow-others", false, "Whether other alerts may come too.");

    /** @param folder that paths are relative to */
    static ExpectedRun read(ConfigSection section, Path folder) {
        String log = section.require(LOG);
        boolean othersAllowed = section.get(ALLOW_OTHERS);
        return new ExpectedRun(
                log == null ? folder : folder.resolve(log), expectations(section, othersAllowed), othersAllowed);
    }

    private static List<Expectation> expectations(ConfigSection section, boolean othersAllowed) {
        if (section.isSingleValue(EXPECT)) {
            section.get(NOTHING);
            if (othersAllowed) {
                section.problem(ALLOW_OTHERS.name(), "was 'true', which leaves nothing to test where none is expected");
            }
            return List.of();
        }
        List<Expectation> expectations =
                section.list(EXPECT).stream().map(Expectation::read).toList();
        if (expectations.isEmpty()) {
            section.problem(EXPECT, "is missing or empty; it must be none, or a list of alerts");
        }
        return expectations;
    }
}
