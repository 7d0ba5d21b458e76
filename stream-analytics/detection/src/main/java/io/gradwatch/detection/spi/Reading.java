package io.gradwatch.detection.spi;

import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;

/**
 * A number on which a finding rests: what was measured of which series, the part that it plays, and the threshold that
 * it passed. Made by its role; a unit and a threshold are added: {@code ratio(LOSS, "loss over its usual level",
 * 3.2).atLeast(2.5)}.
 *
 * @param role part that the number plays
 * @param series name of the series, as {@link io.gradwatch.schema.series.SeriesNames} has it; empty for none
 * @param name in the field's words, for people
 * @param value in {@code unit}
 * @param unit such as "%", "times" or "ms"; empty for a pure number
 * @param comparison one of >=, >, <=, <, =; empty without a threshold
 * @param threshold in {@code unit}; NaN without one
 */
public record Reading(
        EvidenceRole role, String series, String name, double value, String unit, String comparison, double threshold) {

    private static final String NO_SERIES = "";

    /** A value of a series that was judged. */
    public static Reading level(String series, String name, double value) {
        return of(EvidenceRole.LEVEL, series, name, value, "");
    }

    /** A value that belongs to no series, such as a statistic of a tensor. */
    public static Reading level(String name, double value) {
        return level(NO_SERIES, name, value);
    }

    /** Baseline of a level, in the unit of the series. */
    public static Reading baseline(String series, String name, double value) {
        return of(EvidenceRole.BASELINE, series, name, value, "");
    }

    /** A level of a series over a baseline; both are to follow it. */
    public static Reading ratio(String series, String name, double value) {
        return of(EvidenceRole.RATIO, series, name, value, "times");
    }

    /** The same of a level and its baseline; not known unless both are above zero. */
    public static Reading ratio(String series, String name, double level, double baseline) {
        return ratio(series, name, level > 0 && baseline > 0 ? level / baseline : Double.NaN);
    }

    /** A part of a whole, or a relative change, from 0 to 1 unless it is said to be in per cent. */
    public static Reading share(String series, String name, double value) {
        return of(EvidenceRole.SHARE, series, name, value, "");
    }

    /** The same of no series. */
    public static Reading share(String name, double value) {
        return share(NO_SERIES, name, value);
    }

    /** A probability, or a difference over its noise. */
    public static Reading certainty(String series, String name, double value) {
        return of(EvidenceRole.CERTAINTY, series, name, value, "");
    }

    /** A count with its unit, such as "steps". */
    public static Reading count(String name, double value, String unit) {
        return of(EvidenceRole.COUNT, NO_SERIES, name, value, unit);
    }

    /** A length of time, in its unit. */
    public static Reading duration(String name, double value, String unit) {
        return of(EvidenceRole.DURATION, NO_SERIES, name, value, unit);
    }

    /** A step of the run. */
    public static Reading step(String name, long step) {
        return of(EvidenceRole.STEP, NO_SERIES, name, step, "");
    }

    /** Circumstance of the moment. */
    public static Reading circumstance(String series, String name, double value) {
        return of(EvidenceRole.CIRCUMSTANCE, series, name, value, "");
    }

    private static Reading of(EvidenceRole role, String series, String name, double value, String unit) {
        return new Reading(role, series, name, value, unit, "", Double.NaN);
    }

    /** The same in a unit. */
    public Reading in(String measure) {
        return new Reading(role, series, name, value, measure, comparison, threshold);
    }

    /** It passed by being at least that. */
    public Reading atLeast(double limit) {
        return passed(">=", limit);
    }

    /** It passed by being more than that. */
    public Reading above(double limit) {
        return passed(">", limit);
    }

    /** It passed by being at most that. */
    public Reading atMost(double limit) {
        return passed("<=", limit);
    }

    /** It passed by being less than that. */
    public Reading below(double limit) {
        return passed("<", limit);
    }

    /** It passed by being that. */
    public Reading equalTo(double limit) {
        return passed("=", limit);
    }

    private Reading passed(String sign, double limit) {
        return Double.isNaN(limit) ? this : new Reading(role, series, name, value, unit, sign, limit);
    }

    /**
     * True where there is something to say: what is not finite is said of a level alone, where it is the fault itself.
     */
    boolean known() {
        return Double.isFinite(value) || role == EvidenceRole.LEVEL;
    }

    /** As the alert carries it. */
    Evidence evidence() {
        return new Evidence(
                role, series, name, value, unit, comparison, Double.isNaN(threshold) ? null : (Double) threshold);
    }
}
