package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opsgenie's Alert API (docs.opsgenie.com/docs/alert-api, docs.opsgenie.com/docs/alerts-and-alert-fields). */
public final class LoopbackOpsgenie extends LoopbackService {

    private static final Map<String, Integer> LIMITS =
            Map.of("/message", 130, "/alias", 512, "/description", 15_000, "/source", 100, "/entity", 512);
    private static final int DETAILS_LENGTH = 8_000;
    private static final int NOTE_LENGTH = 25_000;

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return ("GenieKey " + SECRET).equals(request.headers().get("Authorization"));
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>(tooLong(body, LIMITS));
        String path = request.address().toString();
        if (path.equals("/v2/alerts")) {
            require(broken, !body.path("message").asText().isEmpty(), "no message");
            require(broken, body.path("tags").size() <= 20, "tags");
            body.path("tags").forEach(tag -> require(broken, tag.asText().length() <= 50, "a long tag"));
            int details = 0;
            for (var detail : body.path("details").properties()) {
                details += detail.getKey().length() + detail.getValue().asText().length();
            }
            require(broken, details <= DETAILS_LENGTH, "details of " + details);
            require(broken, body.path("priority").asText().matches("P[1-5]"), "priority");
        } else if (path.matches("/v2/alerts/[\\w-]+/close\\?identifierType=alias")) {
            require(broken, body.path("note").asText().length() <= NOTE_LENGTH, "a long note");
        } else if (path.matches("/v2/alerts/[\\w-]+/acknowledge\\?identifierType=alias")) {
            require(broken, body.path("user").asText().length() <= 100, "a long user");
        } else {
            require(broken, path.matches("/v2/alerts/[\\w-]+/priority\\?identifierType=alias"), "path " + path);
            require(broken, request.method().equals("PUT"), "method " + request.method());
        }
        return broken;
    }

    @Override
    protected String key(Request request, JsonNode body) {
        return request.method() + " " + request.address() + " "
                + body.path("alias").asText();
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(202, "{\"result\":\"Request will be processed\",\"took\":0.1,\"requestId\":\"x\"}");
    }
}
