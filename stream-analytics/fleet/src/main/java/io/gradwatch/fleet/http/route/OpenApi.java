package io.gradwatch.fleet.http.route;

import io.gradwatch.fleet.api.Schemas;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The description of the API as an OpenAPI document, made of its routes and the records that they answer with. */
public final class OpenApi {

    private static final Map<String, Object> INFO = Schemas.object(
            "title",
            "Gradwatch fleet",
            "version",
            "1",
            "description",
            "State of all training runs. Times are in milliseconds since 1970-01-01 UTC. Names come from jobs and may"
                    + " be hostile: show them as text only.",
            "license",
            Schemas.object("name", "Apache-2.0", "identifier", "Apache-2.0"));

    private static final Map<String, Object> SECURITY_SCHEMES = Schemas.object(
            "token", Schemas.object("type", "http", "scheme", "bearer"),
            "cookie", Schemas.object("type", "apiKey", "in", "cookie", "name", "gradwatch_token"));

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** The route that answers with the description of these routes and itself. */
    public static Route route(List<Route> others) {
        byte[][] document = new byte[1][];
        Route self = Route.get(
                        Routes.API + "/openapi.json",
                        "This description",
                        context -> context.contentType(Route.JSON).result(document[0]))
                .needs(Right.NONE)
                .withAnyParameters()
                .format(Route.JSON, Map.class);
        document[0] = Json.bytes(new OpenApi()
                .document(Stream.concat(others.stream(), Stream.of(self)).toList()));
        return self;
    }

    private Map<String, Object> document(List<Route> routes) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path, ignored -> new LinkedHashMap<>())
                    .put(route.method.name().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", INFO);
        document.put(
                "security",
                List.of(Schemas.object(), Schemas.object("token", List.of()), Schemas.object("cookie", List.of())));
        document.put("paths", paths);
        document.put(
                "components", Schemas.object("securitySchemes", SECURITY_SCHEMES, "schemas", schemas.components()));
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary);
        operation.put(
                "parameters",
                route.parameters.stream().map(Parameter::described).toList());
        if (route.body != null) {
            operation.put(
                    "requestBody",
                    Schemas.object(
                            "required", true, "description", route.body.description(), "content", content(route.body)));
        }
        operation.put("responses", responses(route));
        if (route.right == Right.NONE) {
            operation.put("security", List.of());
        }
        route.events.forEach(schemas::of);
        return operation;
    }

    private Map<String, Object> responses(Route route) {
        Map<Integer, String> failures = new TreeMap<>(route.failures);
        if (!route.anyParameters) {
            failures.putIfAbsent(400, route.body == null ? "A parameter is wrong" : "The body or a parameter is wrong");
        }
        if (route.body != null) {
            failures.put(413, "The body is too long");
        }
        if (route.right != Right.NONE) {
            failures.put(401, "A token is needed");
        }
        failures.put(403, "The host, the origin or the token may not ask this");
        Map<String, Object> responses = new TreeMap<>();
        failures.forEach((status, why) -> responses.put(
                status.toString(),
                Schemas.object("description", why, "content", Schemas.object(Route.JSON, schema(Json.Failure.class)))));
        route.answers.forEach((status, answer) -> responses.put(
                status.toString(),
                answer.formats().isEmpty()
                        ? Schemas.object("description", answer.description())
                        : Schemas.object("description", answer.description(), "content", content(answer))));
        return responses;
    }

    private Map<String, Object> content(Route.Content content) {
        Map<String, Object> formats = new LinkedHashMap<>();
        content.formats().forEach((format, type) -> formats.put(format, schema(type)));
        return formats;
    }

    private Map<String, Object> schema(Type type) {
        if (type == byte[].class) {
            return Schemas.object("schema", Schemas.object("type", "string", "format", "binary"));
        }
        return Schemas.object("schema", type == Map.class ? Schemas.object("type", "object") : schemas.of(type));
    }
}
