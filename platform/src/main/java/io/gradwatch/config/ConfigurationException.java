package io.gradwatch.config;

import java.util.List;

/** The configuration cannot be used. The message lists every problem, one a line, each with its place. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
