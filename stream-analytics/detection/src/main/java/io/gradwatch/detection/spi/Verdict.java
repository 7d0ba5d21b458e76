package io.gradwatch.detection.spi;

/** Answer of a detector to an event. */
public sealed interface Verdict {

    /** Nothing new: what was firing still is, what was not still is not. */
    Verdict UNCHANGED = new Unchanged();

    /** The stream shows that the failure is not, or no longer, there. That nothing shows it is {@link #UNCHANGED}. */
    Verdict CLEARED = new Cleared();

    /** The failure is seen. Said again while it lasts, only a higher severity makes news. */
    static Verdict firing(Finding.Builder finding) {
        return new Firing(finding.build());
    }

    /** See {@link #UNCHANGED}. */
    record Unchanged() implements Verdict {}

    /** See {@link #CLEARED}. */
    record Cleared() implements Verdict {}

    /** See {@link #firing}. */
    record Firing(Finding finding) implements Verdict {}
}
