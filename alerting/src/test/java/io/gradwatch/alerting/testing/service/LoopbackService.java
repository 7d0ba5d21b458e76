package io.gradwatch.alerting.testing.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.testing.LoopbackHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service on the loopback address that refuses what breaks its documented limits, and keeps what it took. A subclass
 * is one service.
 */
public abstract class LoopbackService extends LoopbackHttp {

    /** A secret that every subclass asks for, in its own place. */
    public static final String SECRET = "loopback-secret";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Taken> taken = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * A request that was taken.
     *
     * @param key by which the service knows what is sent again; empty where it knows nothing
     * @param body as it was sent
     */
    public record Taken(String key, JsonNode body, Request request) {}

    /** Starts on a free port. */
    protected LoopbackService() {
        super(0);
    }

    /** Requests that were taken, in order; what was sent again is there again. */
    public final synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** Limits that were broken. */
    public final synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Limits that the request breaks. */
    protected abstract List<String> broken(Request request, JsonNode body);

    /** True where the request shows {@link #SECRET} as the service asks for it. */
    protected abstract boolean authorized(Request request, JsonNode body);

    /** The answer to a request that is taken. */
    protected abstract Trouble.Answer taken(Request request, JsonNode body);

    /** Key by which the service knows what is sent again; empty where it knows nothing. */
    protected String key(Request request, JsonNode body) {
        return "";
    }

    /** The message of a request; a service that takes other things than JSON finds it there. */
    protected JsonNode body(Request request) throws IOException {
        return JSON.readTree(request.body());
    }

    @Override
    protected final synchronized Trouble.Answer answer(Request request) throws IOException {
        JsonNode body = body(request);
        if (!authorized(request, body)) {
            return answer(401, "{}");
        }
        List<String> broken = broken(request, body);
        if (!broken.isEmpty()) {
            violations.addAll(broken);
            return answer(400, "{}");
        }
        taken.add(new Taken(key(request, body), body, request));
        return taken(request, body);
    }

    /** Limits of texts that are broken: of each place in the body, how many characters it may have. */
    protected static List<String> tooLong(JsonNode body, Map<String, Integer> limits) {
        return limits.entrySet().stream()
                .filter(limit -> body.at(limit.getKey()).asText().length() > limit.getValue())
                .map(limit -> limit.getKey() + " has "
                        + body.at(limit.getKey()).asText().length())
                .toList();
    }

    /** Notes a limit that does not hold. */
    protected static void require(List<String> broken, boolean holds, String what) {
        if (!holds) {
            broken.add(what);
        }
    }

    /** Reads JSON that is known to be some. */
    protected static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
