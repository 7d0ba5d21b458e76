package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Comments, assignments and votes of an alert in words. */
public final class AnnotationWords {

    private AnnotationWords() {}

    /** The text of a comment, or the assignment or vote, such as "assigned to ada". */
    public static String of(JsonNode added) {
        return switch (added.path("kind").asText()) {
            case "comment" -> added.path("text").asText();
            case "assignment" -> "assigned to " + added.path("assignee").asText();
            case "usefulness" -> added.path("useful").asBoolean() ? "useful" : "not useful";
            default -> "";
        };
    }

    /** Time of it, to the second, in UTC. */
    public static String time(JsonNode added) {
        return Instant.ofEpochSecond(Math.floorDiv(added.path("at_millis").asLong(), 1_000))
                .toString();
    }
}
