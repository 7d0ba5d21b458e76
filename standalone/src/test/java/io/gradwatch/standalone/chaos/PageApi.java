package io.gradwatch.standalone.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Questions to the API of the page. */
final class PageApi {

    /** More runs than a day of chaos makes. */
    private static final int MOST_RUNS = 50_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI page;

    PageApi(URI page) {
        this.page = page;
    }

    /** True where an address answers 200 with a text that contains this. */
    boolean answers(String path, String text) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), BodyHandlers.ofString());
        return answer.statusCode() == 200 && answer.body().contains(text);
    }

    /** States of the alerts of a run in the live tables, by id. */
    Map<String, String> alerts(String run) throws IOException, InterruptedException {
        Map<String, String> states = new HashMap<>();
        JsonNode answer = ask(request("/api/v1/alerts?run=" + run).build());
        for (JsonNode alert : answer.path("alerts")) {
            states.put(alert.path("id").asText(), alert.path("state").asText());
        }
        return states;
    }

    /** Rows of each run in the history, and different steps among them. */
    Map<String, StepCount> steps() throws IOException, InterruptedException {
        String query = "SELECT run, count(*), count(DISTINCT step) FROM steps GROUP BY run";
        String body = JSON.writeValueAsString(Map.of("query", query, "limit", MOST_RUNS));
        JsonNode answer =
                ask(request("/api/v1/sql").POST(BodyPublishers.ofString(body)).build());
        if (answer.path("truncated").asBoolean()) {
            throw new IOException("the history has more than " + MOST_RUNS + " runs");
        }
        Map<String, StepCount> counts = new HashMap<>();
        for (JsonNode row : answer.path("rows")) {
            counts.put(
                    row.get(0).asText(),
                    new StepCount(row.get(1).asLong(), row.get(2).asLong()));
        }
        return counts;
    }

    private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page.resolve(path)).timeout(TIMEOUT);
    }

    /**
     * Steps of a run in the history.
     *
     * @param rows all rows
     * @param different steps among them
     */
    record StepCount(long rows, long different) {}
}
