package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Alertmanager's API v2 (prometheus.io/docs/alerting/latest/alerts_api), which asks for a bearer token. */
public final class LoopbackAlertmanager extends LoopbackService {

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return ("Bearer " + SECRET).equals(request.headers().get("Authorization"));
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        List<String> broken = new ArrayList<>();
        require(broken, request.address().getPath().equals("/api/v2/alerts"), "another path");
        require(broken, body.isArray() && !body.isEmpty(), "no list of alerts");
        for (JsonNode alert : body) {
            require(broken, !alert.at("/labels/alertname").asText().isEmpty(), "no alertname");
            alert.path("labels").properties().forEach(label -> {
                require(broken, label.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*"), "label " + label.getKey());
                require(broken, !label.getValue().asText().isEmpty(), "an empty label");
            });
            Instant start = Instant.parse(alert.path("startsAt").asText());
            Instant end = Instant.parse(alert.path("endsAt").asText());
            require(broken, !start.isAfter(end), "an end before the start");
        }
        return broken;
    }

    /** Alerts are known by their labels. */
    @Override
    protected String key(Request request, JsonNode body) {
        return body.findValues("labels").toString();
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(200, "");
    }
}
