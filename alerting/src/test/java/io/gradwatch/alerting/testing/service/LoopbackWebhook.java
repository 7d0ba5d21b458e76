package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A receiver of the generic webhook, which knows messages by their id. */
public final class LoopbackWebhook extends LoopbackService {

    @Override
    protected boolean authorized(Request request, JsonNode body) {
        return request.address().getPath().equals("/" + SECRET);
    }

    @Override
    protected List<String> broken(Request request, JsonNode body) {
        return List.of();
    }

    @Override
    protected String key(Request request, JsonNode body) {
        return request.headers().getOrDefault("webhook-id", "");
    }

    @Override
    protected Trouble.Answer taken(Request request, JsonNode body) {
        return answer(204, "");
    }
}
