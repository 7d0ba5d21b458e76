package io.gradwatch.standalone.note;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The place of a note beside what its run has until now; both a series and a step may still come. */
final class NotePlace {

    /** Series that a message lists. */
    private static final int MOST_LISTED = 20;

    private NotePlace() {}

    /**
     * Sentences on what the run does not have.
     *
     * @param run all that the fleet knows of the run
     * @param series of the note; null for all
     * @param step last one that the note is about; null for none
     */
    static List<String> doubts(JsonNode run, String series, Long step) {
        List<String> doubts = new ArrayList<>();
        JsonNode metrics = run.path("metrics");
        if (series != null && names(metrics).noneMatch(series::equals)) {
            String known = names(metrics).limit(MOST_LISTED).collect(Collectors.joining(", "));
            doubts.add("the run has no series '" + series + "' until now"
                    + (known.isEmpty() ? "" : "; it has " + known + (metrics.size() > MOST_LISTED ? ", ..." : "")));
        }
        long last = run.path("step").asLong(-1);
        if (step != null && last >= 0 && step > last) {
            doubts.add("step " + step + " is beyond the last one of the run until now, " + last);
        }
        return doubts;
    }

    private static Stream<String> names(JsonNode metrics) {
        return StreamSupport.stream(metrics.spliterator(), false)
                .map(metric -> metric.path("series").asText());
    }
}
