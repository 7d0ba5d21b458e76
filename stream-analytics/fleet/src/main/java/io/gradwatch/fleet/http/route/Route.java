package io.gradwatch.fleet.http.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A route of the API with its description. It refuses parameters that it does not declare. One that needs another
 * {@link Right} than READ for GET and WRITE for other methods names it.
 */
public final class Route {

    /** An answer or a body: its type in one or several formats. */
    record Content(String description, Map<String, Type> formats) {}

    /** Format of a body or an answer that is a record. */
    static final String JSON = "application/json";

    final HandlerType method;
    final String path;
    final String summary;
    final List<Parameter<?>> parameters = new ArrayList<>();
    final Map<Integer, Content> answers = new TreeMap<>();
    final Map<Integer, String> failures = new TreeMap<>();
    final List<Type> events = new ArrayList<>();
    Right right;
    Content body;
    boolean anyParameters;
    private final Handler handler;

    private Route(HandlerType method, String path, String summary, Handler handler) {
        this.method = method;
        this.path = path;
        this.summary = summary;
        this.handler = handler;
        this.right = method.equals(HandlerType.GET) ? Right.READ : Right.WRITE;
    }

    /** A route that only reads. */
    public static Route get(String path, String summary, Handler handler) {
        return new Route(HandlerType.GET, path, summary, handler);
    }

    /** A route with a body. */
    public static Route post(String path, String summary, Handler handler) {
        return new Route(HandlerType.POST, path, summary, handler);
    }

    /** A route that takes something away. */
    public static Route delete(String path, String summary, Handler handler) {
        return new Route(HandlerType.DELETE, path, summary, handler);
    }

    /** Sets the right that the route requires, in place of the one by its method. */
    public Route needs(Right other) {
        this.right = other;
        return this;
    }

    /** Declares parameters. */
    public Route with(Parameter<?>... declared) {
        return with(List.of(declared));
    }

    /** Declares parameters. */
    public Route with(List<Parameter<?>> declared) {
        parameters.addAll(declared);
        return this;
    }

    /** Lets parameters pass that it does not declare. */
    public Route withAnyParameters() {
        anyParameters = true;
        return this;
    }

    /** Reads a body of JSON. */
    public Route body(Class<? extends Record> type, String description) {
        body = new Content(description, Map.of(JSON, type));
        return this;
    }

    /** Reads a body of text. */
    public Route textBody(String description) {
        body = new Content(description, Map.of("text/plain", String.class));
        return this;
    }

    /** Answers with a record. */
    public Route answers(Class<? extends Record> type) {
        return answers(200, "The answer", type);
    }

    /** Answers with a record and this status. */
    public Route answers(int status, String description, Class<? extends Record> type) {
        answers.computeIfAbsent(status, ignored -> new Content(description, new LinkedHashMap<>()))
                .formats()
                .put(JSON, type);
        return this;
    }

    /** Answers with nothing but this status. */
    public Route answers(int status, String description) {
        answers.put(status, new Content(description, Map.of()));
        return this;
    }

    /** Answers also in this format; {@code byte[]} is a file, {@code Map} any object. */
    public Route format(String format, Type type) {
        answers.computeIfAbsent(200, ignored -> new Content("The answer", new LinkedHashMap<>()))
                .formats()
                .put(format, type);
        return this;
    }

    /** Names the types of its events, so that they have schemas. */
    public Route events(Class<?>... types) {
        events.addAll(List.of(types));
        return this;
    }

    /** May fail so, beside what every route of its kind does. */
    public Route fails(int status, String why) {
        failures.put(status, why);
        return this;
    }

    /** May name a thing that is not there. */
    public Route mayBeMissing() {
        return fails(404, "There is no such thing");
    }

    /** Asks tables that may be moved from one instance to another. */
    public Route mayBeUnavailable() {
        return fails(503, "The tables are being moved, or Kafka does not answer; ask again");
    }

    /** Adds the route to a server. */
    public void addTo(RoutesConfig routes) {
        routes.addHttpHandler(method, path, this::handle, right);
    }

    private void handle(Context context) throws Exception {
        if (!anyParameters) {
            Parameter.checkKnown(context, parameters);
        }
        handler.handle(context);
    }
}
