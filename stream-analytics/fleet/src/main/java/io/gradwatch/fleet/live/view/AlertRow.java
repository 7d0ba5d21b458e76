package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An alert in a list.
 *
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param state {@code firing} or {@code resolved}
 * @param resolution why it was resolved, in lower case; null while it fires
 * @param split the split concerned, such as {@code test-val}
 * @param raisedStep step at which it fired first
 * @param raisedMillis time in the log at which it fired first
 * @param resolvedMillis time in the log at which it was resolved last; null while it fires
 * @param acknowledgedBy who takes care of it; null where nobody said so
 */
public record AlertRow(
        String id,
        String run,
        String runName,
        String project,
        String owner,
        String detector,
        @JsonProperty("class") String alertClass,
        String severity,
        String state,
        String resolution,
        int attempt,
        Integer rank,
        String layer,
        String split,
        long onsetStep,
        long raisedStep,
        long raisedMillis,
        Long resolvedMillis,
        String summary,
        String acknowledgedBy) {

    /** Whether it fires. */
    public boolean firing() {
        return "firing".equals(state);
    }
}
