package io.gradwatch.fleet.http.route;

import io.gradwatch.fleet.api.Schemas;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Parameter of a route: its description and the reader of its value. A wrong value is a 400 with name and reason. */
public final class Parameter<T> {

    /** A longer value is no name of ours. Characters. */
    private static final int MOST_CHARACTERS = 4_000;

    private final String name;
    private final Map<String, Object> described;
    private final Function<Context, T> read;

    private Parameter(
            String name, String in, String description, Map<String, Object> schema, Function<Context, T> read) {
        this.name = name;
        this.read = read;
        this.described = Schemas.object("name", name, "in", in, "description", description, "schema", schema);
        if (in.equals("path")) {
            described.put("required", true);
        }
    }

    private static <T> Parameter<T> query(
            String name, String description, String type, Function<String, T> parsed, T otherwise, Object... bounds) {
        Map<String, Object> schema = Schemas.object("type", type);
        for (int i = 0; i < bounds.length; i += 2) {
            schema.put((String) bounds[i], bounds[i + 1]);
        }
        if (otherwise != null) {
            schema.put("default", otherwise);
        }
        return new Parameter<>(name, "query", description, schema, context -> {
            String value = single(context, name);
            return value == null ? otherwise : parsed.apply(value);
        });
    }

    /** A text; null where the parameter is absent or empty. */
    public static Parameter<String> text(String name, String description) {
        return text(name, null, description);
    }

    /** A text; {@code otherwise} where the parameter is absent or empty. */
    public static Parameter<String> text(String name, String otherwise, String description) {
        return query(name, description, "string", value -> value, otherwise);
    }

    /** One of several words; {@code otherwise}, which may be null, where the parameter is absent. */
    public static Parameter<String> choice(String name, List<String> choices, String otherwise, String description) {
        return query(name, description, "string", value -> chosen(name, value, choices), otherwise, "enum", choices);
    }

    /** True or false; null where the parameter is absent. */
    public static Parameter<Boolean> bool(String name, String description) {
        return query(
                name,
                description,
                "boolean",
                value -> Boolean.valueOf(chosen(name, value, List.of("true", "false"))),
                null);
    }

    /** A whole number from {@code least} to {@code most}; {@code otherwise}, which may be null, where it is absent. */
    public static Parameter<Long> wholeNumber(String name, long least, long most, Long otherwise, String description) {
        return number(name, "integer", "a whole number", Long::valueOf, least, most, otherwise, description);
    }

    /** A finite number from {@code least} to {@code most}; {@code otherwise} where it is absent. */
    public static Parameter<Double> number(
            String name, double least, double most, double otherwise, String description) {
        return number(name, "number", "a number", Double::valueOf, least, most, otherwise, description);
    }

    private static <N extends Comparable<N>> Parameter<N> number(
            String name,
            String type,
            String words,
            Function<String, N> parsed,
            N least,
            N most,
            N otherwise,
            String description) {
        Function<String, N> bounded = value -> {
            try {
                N number = parsed.apply(value);
                if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw wrong(name, value, words + " from " + least + " to " + most);
        };
        return query(name, description, type, bounded, otherwise, "minimum", least, "maximum", most);
    }

    /** All values of a parameter that may be given several times. */
    public static Parameter<List<String>> texts(String name, int most, String description) {
        Map<String, Object> schema =
                Schemas.object("type", "array", "maxItems", most, "items", Schemas.object("type", "string"));
        return new Parameter<>(name, "query", description, schema, context -> {
            List<String> values = context.queryParams(name);
            if (values.size() > most) {
                throw wrong(name, values.size() + " values", "given at most " + most + " times");
            }
            return values;
        });
    }

    /** A part of the path. */
    public static Parameter<String> path(String name, String description) {
        return new Parameter<>(
                name, "path", description, Schemas.object("type", "string"), context -> context.pathParam(name));
    }

    /** A header; null where it is absent. */
    public static Parameter<String> header(String name, String description) {
        return new Parameter<>(
                name, "header", description, Schemas.object("type", "string"), context -> context.header(name));
    }

    /** Marks it as required in the description; the route checks it. */
    public Parameter<T> required() {
        described.put("required", true);
        return this;
    }

    /** The value in a request. */
    public T of(Context context) {
        return read.apply(context);
    }

    /** The failure that the parameter has a wrong value. */
    public ApiException wrong(String value, String expected) {
        return wrong(name, value, expected);
    }

    /** Name of the parameter. */
    public String name() {
        return name;
    }

    /** As an OpenAPI parameter object. */
    Map<String, Object> described() {
        return described;
    }

    /** Refuses a request that has another parameter in its query. */
    static void checkKnown(Context context, List<Parameter<?>> known) {
        List<String> names = known.stream()
                .filter(parameter -> "query".equals(parameter.described.get("in")))
                .map(Parameter::name)
                .sorted()
                .toList();
        for (String name : context.queryParamMap().keySet()) {
            if (!names.contains(name)) {
                throw ApiException.badRequest(
                        "The parameter '" + shortened(name) + "' is not known; there are " + String.join(", ", names));
            }
        }
    }

    private static String single(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw wrong(name, String.join(", ", values), "given once");
        }
        String value = values.isEmpty() ? "" : values.get(0);
        if (value.length() > MOST_CHARACTERS) {
            throw wrong(name, value, "at most " + MOST_CHARACTERS + " characters long");
        }
        return value.isEmpty() ? null : value;
    }

    private static String chosen(String name, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw wrong(name, value, "one of " + String.join(", ", choices));
        }
        return value;
    }

    private static ApiException wrong(String name, String value, String expected) {
        return ApiException.badRequest(
                "The parameter '" + name + "' was '" + shortened(value) + "' but must be " + expected);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
