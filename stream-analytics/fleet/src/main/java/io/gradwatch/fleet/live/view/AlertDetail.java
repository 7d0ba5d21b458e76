package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * An alert with all that is known of it.
 *
 * @param series the series of the run to draw beside it
 */
public record AlertDetail(
        @JsonUnwrapped AlertRow row,
        List<Evidence> evidence,
        List<Advice> causes,
        List<Advice> remedies,
        List<Transition> transitions,
        String series) {

    /** The same with another row. */
    public AlertDetail with(AlertRow other) {
        return new AlertDetail(other, evidence, causes, remedies, transitions, series);
    }

    /**
     * A named number and the threshold that it passed.
     *
     * @param role part that it plays: level, baseline, ratio, share, certainty, count, duration, step, circumstance
     * @param series that it speaks of; empty for none
     * @param threshold null without one
     */
    public record Evidence(
            String role, String series, String name, double value, String unit, String comparison, Double threshold) {}

    /** Something to know or to do, with its item of the knowledge list. */
    public record Advice(String text, String item) {}

    /** It fired, gained severity, or ended. */
    public record Transition(String state, String severity, long step, long millis) {}
}
