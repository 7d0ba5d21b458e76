package io.gradwatch.fleet.http.live;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.live.column.SearchBudget;
import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.ColumnCount;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks another instance about its part, over HTTP; its answer is awaited for at most 5 seconds. */
public final class RemotePart implements FleetPart {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final String base;
    private final Secret token;

    /**
     * @param client that follows no redirects
     * @param instance host and port
     * @param token by which the instances know each other
     */
    public RemotePart(HttpClient client, String instance, Secret token) {
        this.client = client;
        this.base = "http://" + instance + PeerRoutes.PATH;
        this.token = token;
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return ask("/runs/" + encoded(id), Map.of(), null, new TypeReference<RunDetail>() {});
    }

    @Override
    public Page<RunRow> runs(RunQuery query, String insteadOf) {
        return list("/runs", Queries.parameters(query), insteadOf, new TypeReference<Page<RunRow>>() {});
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query, String insteadOf) {
        return list("/run-groups", Queries.parameters(query), insteadOf, new TypeReference<List<RunGroup>>() {});
    }

    @Override
    public List<ColumnCount> columns(String text, String insteadOf) {
        Map<String, Object> parameters = text == null ? Map.of() : Map.of("text", text);
        return list("/run-columns", parameters, insteadOf, new TypeReference<List<ColumnCount>>() {});
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query, String insteadOf) {
        return list("/alerts", Queries.parameters(query), insteadOf, new TypeReference<Page<AlertRow>>() {});
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return ask("/alerts/" + encoded(id), Map.of(), null, new TypeReference<AlertDetail>() {});
    }

    @Override
    public Overview overview(String insteadOf) {
        return list("/overview", Map.of(), insteadOf, new TypeReference<Overview>() {});
    }

    @Override
    public List<Group> groups(GroupKind kind, String insteadOf) {
        return list("/groups/" + kind.name(), Map.of(), insteadOf, new TypeReference<List<Group>>() {});
    }

    private <T> T list(String path, Map<String, Object> parameters, String insteadOf, TypeReference<T> type) {
        Optional<T> answer = ask(path, parameters, insteadOf, type);
        return answer.orElseThrow(() -> new UnavailableException(base + path + " does not exist"));
    }

    /** Answer of the other instance; empty where it knows no such thing. */
    private <T> Optional<T> ask(String path, Map<String, Object> parameters, String insteadOf, TypeReference<T> type) {
        HttpResponse<byte[]> response = send(request(path, parameters, insteadOf));
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw refused(response);
        }
        try {
            return Optional.of(Json.mapper().readValue(response.body(), type));
        } catch (IOException e) {
            throw new UnavailableException(base + " answered what cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Queries were read here before: what is wrong with one is the time that its patterns take, or it has what a peer
     * of an earlier release does not know.
     */
    private RuntimeException refused(HttpResponse<byte[]> response) {
        String message = message(response.body());
        if (response.statusCode() == 400 && message.equals(SearchBudget.ExceededException.MESSAGE)) {
            return new SearchBudget.ExceededException();
        }
        return new UnavailableException(
                base + " answered with status " + response.statusCode() + (message.isEmpty() ? "" : ": " + message));
    }

    /** Message of an error; empty where the body has none. */
    private static String message(byte[] body) {
        try {
            return Json.mapper().readTree(body).at("/error/message").asText();
        } catch (IOException e) {
            return "";
        }
    }

    /** Values of a parameter, which is given once for each. */
    private static Stream<?> values(Object parameter) {
        return parameter instanceof List<?> several ? several.stream() : Stream.of(parameter);
    }

    private HttpRequest request(String path, Map<String, Object> parameters, String insteadOf) {
        String query = parameters.entrySet().stream()
                .flatMap(entry ->
                        values(entry.getValue()).map(value -> entry.getKey() + "=" + encoded(String.valueOf(value))))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path + "?" + query)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token.reveal());
        }
        if (insteadOf != null) {
            request.header(PeerRoutes.INSTEAD_OF, insteadOf);
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UnavailableException(base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while asking " + base, e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
