package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A "Formatted webhook" of Grafana OnCall (grafana.com/docs/oncall, "Inbound Webhook integrations"). */
public final class LoopbackOnCall extends LoopbackService {

    private static final Set<String> FIELDS =
            Set.of("alert_uid", "title", "image_url", "state", "link_to_upstream_details", "message");

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return request.address().getPath().equals("/integrations/v1/formatted_webhook/" + SECRET + "/");
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>();
        body.fieldNames().forEachRemaining(field -> require(broken, FIELDS.contains(field), "field " + field));
        require(broken, Set.of("ok", "alerting").contains(body.path("state").asText()), "state");
        String shown = body.path("title").asText() + body.path("message").asText();
        require(broken, !shown.matches("(?s).*(<|>|\\[|\\]\\(|`|@\\w).*"), "markup: " + shown);
        require(broken, !body.path("alert_uid").asText().isEmpty(), "no alert_uid");
        return broken;
    }

    @Override
    protected String key(Request request, JsonNode body) {
        return body.path("state").asText() + " " + body.path("alert_uid").asText();
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(200, "Ok.");
    }
}
