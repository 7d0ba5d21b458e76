package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;

/** Something that a person added to an alert. */
public record Annotation(
        @Described("Id of it, by which a comment is removed.")
        String id,

        @Described(
                value = "Kind of it.",
                words = {"comment", "assignment", "usefulness"})
        String kind,

        @Described("Author.") String by,

        @Described("From where: page, slack, mail, command or api; empty where that is not known.")
        String via,

        @Described("Words of a comment.") String text,

        @Described("Assignee of the alert, of an assignment.")
        String assignee,

        @Described(value = "True where it was useful to be told, of a vote; else null.", nullable = true)
        Boolean useful,

        @Described("Time of it, since 1970-01-01 UTC.") long atMillis) {

    /** True where it is the comment, assignment or vote that {@code expected} says. */
    boolean is(String expected) {
        return kind.equals(expected);
    }
}
