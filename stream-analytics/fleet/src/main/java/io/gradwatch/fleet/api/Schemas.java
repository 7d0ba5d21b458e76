package io.gradwatch.fleet.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON schemas of records, as Jackson writes them: names in snake case, unwrapped records beside the fields that
 * surround them, NaN and infinities as strings. Each record becomes a component that others refer to.
 */
public final class Schemas {

    private static final String COMPONENTS = "#/components/schemas/";
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
    private static final Map<String, Object> NUMBER = object(
            "description",
            "A number; NaN and infinities are these strings.",
            "oneOf",
            List.of(
                    object("type", "number"),
                    object("type", "string", "enum", List.of("NaN", "Infinity", "-Infinity"))));

    private static final Set<Type> BOXES = Set.of(Integer.class, Long.class, Double.class);

    private final Map<String, Object> components = new LinkedHashMap<>(Map.of("Number", NUMBER));
    private final Map<String, Class<?>> records = new LinkedHashMap<>();

    /** Schemas of all records so far, by name. */
    public Map<String, Object> components() {
        return components;
    }

    /** The schema of a type: for a record, a reference to its component. */
    public Map<String, Object> of(Type type) {
        if (type == String.class) {
            return object("type", "string");
        } else if (type == boolean.class || type == Boolean.class) {
            return object("type", "boolean");
        } else if (type == int.class || type == Integer.class) {
            return object("type", "integer");
        } else if (type == long.class || type == Long.class) {
            return object("type", "integer", "format", "int64");
        } else if (type == double.class || type == Double.class) {
            return object("$ref", COMPONENTS + "Number");
        } else if (type == Object.class) {
            return object();
        } else if (type instanceof Class<?> array && array.isArray()) {
            return object("type", "array", "items", of(array.getComponentType()));
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return object("type", "array", "items", of(generic.getActualTypeArguments()[0]));
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return object("type", "object", "additionalProperties", of(generic.getActualTypeArguments()[1]));
        } else if (type instanceof Class<?> record && record.isRecord()) {
            return object("$ref", COMPONENTS + component(record));
        }
        throw new IllegalArgumentException("answers of the API cannot hold a " + type);
    }

    private String component(Class<?> record) {
        Described described = record.getAnnotation(Described.class);
        String name = described == null || described.name().isEmpty() ? record.getSimpleName() : described.name();
        Class<?> other = records.putIfAbsent(name, record);
        if (other != null && other != record) {
            throw new IllegalArgumentException(record + " and " + other + " both have the schema '" + name + "'");
        }
        if (other == null) {
            components.put(name, Map.of());
            components.put(name, fields(record));
        }
        return name;
    }

    private Map<String, Object> fields(Class<?> record) {
        List<Object> parts = new ArrayList<>();
        List<String> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent field : record.getRecordComponents()) {
            if (field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                parts.add(of(field.getType()));
                continue;
            }
            Described described = field.getAnnotation(Described.class);
            if (described == null) {
                throw new IllegalArgumentException(record + " does not describe its field '" + field.getName() + "'");
            }
            JsonProperty other = field.getAccessor().getAnnotation(JsonProperty.class);
            String name = other == null ? NAMES.translate(field.getName()) : other.value();
            properties.put(name, field(field.getGenericType(), described));
            if (!described.optional()) {
                required.add(name);
            }
        }
        Map<String, Object> own = object("type", "object");
        if (!required.isEmpty()) {
            own.put("required", required);
        }
        own.put("properties", properties);
        if (parts.isEmpty()) {
            return own;
        }
        parts.add(own);
        return object("allOf", parts);
    }

    private Map<String, Object> field(Type type, Described described) {
        Map<String, Object> field = described.finite() ? finite(type) : of(type);
        bound(field, described);
        if (described.nullableElements()) {
            field.put("items", orNull(of(((ParameterizedType) type).getActualTypeArguments()[0])));
        }
        if (described.nullable() || BOXES.contains(type) && !described.optional()) {
            field = orNull(field);
        }
        if (!described.value().isEmpty()) {
            field.put("description", described.value());
        }
        return field;
    }

    /** A number, or a list of them, as plain numbers. */
    private static Map<String, Object> finite(Type type) {
        if (type == double.class || type == Double.class) {
            return object("type", "number");
        } else if (type instanceof Class<?> array && array.isArray()) {
            return object("type", "array", "items", finite(array.getComponentType()));
        }
        throw new IllegalArgumentException("a " + type + " has no numbers that could be infinite");
    }

    private static void bound(Map<String, Object> field, Described described) {
        List<Object> words = new ArrayList<>(List.of(described.words()));
        words.addAll(Words.all(described.oneOf()));
        if (!words.isEmpty()) {
            field.put("enum", words);
        }
        String unit = "array".equals(field.get("type")) ? "Items" : "Length";
        if (described.least() > 0) {
            field.put("integer".equals(field.get("type")) ? "minimum" : "min" + unit, described.least());
        }
        if (described.most() > 0) {
            field.put("max" + unit, described.most());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> orNull(Map<String, Object> schema) {
        if (!schema.containsKey("type") || "array".equals(schema.get("type"))) {
            return object("oneOf", List.of(schema, object("type", "null")));
        }
        schema.put("type", List.of(schema.get("type"), "null"));
        if (schema.get("enum") instanceof List<?> words) {
            ((List<Object>) words).add(null);
        }
        return schema;
    }

    /** A JSON object with these fields, in this order. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
