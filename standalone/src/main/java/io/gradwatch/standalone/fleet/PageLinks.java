package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.config.PublicUrl;
import java.util.function.Supplier;

/**
 * Addresses of what the fleet answers, as people open them.
 *
 * @param page of the fleet that was asked; not every address of a fleet is one of a page
 */
record PageLinks(Supplier<PublicUrl> page) {

    /** Address of a run of an answer. */
    String run(JsonNode run) {
        return page.get().run(run.path("run").asText());
    }

    /** Address of an alert of an answer. */
    String alert(JsonNode alert) {
        return page.get().alert(alert.path("id").asText());
    }

    /** The run of an answer with its address under {@code page}. */
    JsonNode withPage(JsonNode run) {
        return with(run, run(run));
    }

    /** The alert of an answer with its address under {@code page}. */
    JsonNode alertWithPage(JsonNode alert) {
        return with(alert, alert(alert));
    }

    private static JsonNode with(JsonNode item, String address) {
        return item instanceof ObjectNode object ? object.put("page", address) : item;
    }
}
