package io.gradwatch.detection.engine;

/**
 * Decision on a record.
 *
 * @param kind whether the record counts
 * @param reason why not, for a person; empty where it counts
 */
public record Admission(Kind kind, String reason) {

    /** The record was shown to the detectors. */
    public static final Admission ACCEPTED = new Admission(Kind.ACCEPTED, "");

    /** The record was seen before. */
    public static final Admission DUPLICATE = new Admission(Kind.DUPLICATE, "");

    /** Decision on a record. */
    public enum Kind {
        /** It was shown to the detectors. */
        ACCEPTED,
        /** It was seen before: nothing is lost. */
        DUPLICATE,
        /** It belongs to a superseded attempt or comes after the end of its session: nothing is lost. */
        STALE,
        /** It contradicts what the run is: a person should see it. */
        REFUSED
    }

    static Admission stale(String reason) {
        return new Admission(Kind.STALE, reason);
    }

    static Admission refused(String reason) {
        return new Admission(Kind.REFUSED, reason);
    }
}
