package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PagerDuty's Events API v2 (developer.pagerduty.com/docs/send-alert-event). */
public final class LoopbackPagerDuty extends LoopbackService {

    private static final Map<String, Integer> LIMITS = Map.of("/dedup_key", 255, "/payload/summary", 1_024);
    private static final int MOST_BYTES = 512_000;

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return body.path("routing_key").asText().equals(SECRET);
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>(tooLong(body, LIMITS));
        require(broken, request.address().getPath().equals("/v2/enqueue"), "another path");
        require(broken, request.bytes().length <= MOST_BYTES, "an event over 512 KB");
        String action = body.path("event_action").asText();
        require(broken, Set.of("trigger", "acknowledge", "resolve").contains(action), "action " + action);
        require(broken, !body.path("dedup_key").asText().isEmpty(), "no dedup_key");
        if (action.equals("trigger")) {
            JsonNode payload = body.path("payload");
            String severity = payload.path("severity").asText();
            require(broken, Set.of("critical", "error", "warning", "info").contains(severity), "severity " + severity);
            require(broken, !payload.path("summary").asText().isEmpty(), "no summary");
            require(broken, !payload.path("source").asText().isEmpty(), "no source");
            body.path("links").forEach(link -> require(broken, link.has("href") && link.has("text"), "a bad link"));
        }
        return broken;
    }

    @Override
    protected String key(Request request, JsonNode body) {
        return body.path("event_action").asText() + " " + body.path("dedup_key").asText();
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}");
    }
}
