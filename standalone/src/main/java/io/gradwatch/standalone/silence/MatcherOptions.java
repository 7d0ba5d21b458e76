package io.gradwatch.standalone.silence;

import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.SilenceMatcher;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which alerts are meant. A pattern is a name with * and ?, or /a regular expression/. */
final class MatcherOptions {

    @Option(
            names = "--run",
            paramLabel = "PATTERN",
            description = "Name or id of the run. * and ? stand for any text"
                    + " and any character; a regular expression stands between slashes.")
    private String run;

    @Option(names = "--project", paramLabel = "PATTERN", description = "The project.")
    private String project;

    @Option(names = "--owner", paramLabel = "PATTERN", description = "The owner.")
    private String owner;

    @Option(names = "--class", paramLabel = "PATTERN", description = "Class of the fault, such as nan or oscillating.")
    private String alertClass;

    @Option(names = "--detector", paramLabel = "PATTERN", description = "Id of the detector.")
    private String detector;

    @Option(
            names = "--severity",
            paramLabel = "PATTERN",
            description = "info, warning or critical: the severity that an alert has. One that gets worse is told.")
    private String severity;

    /** Matchers that were given, in the order of the fields. */
    List<SilenceMatcher> matchers() {
        List<SilenceMatcher> matchers = new ArrayList<>();
        add(matchers, MatcherField.RUN, run);
        add(matchers, MatcherField.PROJECT, project);
        add(matchers, MatcherField.OWNER, owner);
        add(matchers, MatcherField.CLASS, alertClass);
        add(matchers, MatcherField.DETECTOR, detector);
        add(matchers, MatcherField.SEVERITY, severity);
        return matchers;
    }

    private static void add(List<SilenceMatcher> matchers, MatcherField field, String pattern) {
        if (pattern != null) {
            matchers.add(new SilenceMatcher(field, pattern));
        }
    }
}
