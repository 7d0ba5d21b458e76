package io.gradwatch.standalone.silence;

import picocli.CommandLine.Option;

/** Options for the author of a change and its reason. */
final class ChangeAuthor {

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who does it. Default: ${DEFAULT-VALUE}")
    private String name;

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Why.")
    private String comment;

    String name() {
        return name;
    }

    String comment() {
        return comment;
    }
}
