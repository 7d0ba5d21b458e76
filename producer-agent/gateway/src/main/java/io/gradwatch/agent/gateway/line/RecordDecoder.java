package io.gradwatch.agent.gateway.line;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes a record of ours from JSON by its schema: an object with the fields' names, of which those with a default may
 * be absent or null; unknown names are passed over. Statistics of tensors are rows, arrays of the fields in their
 * order; the one field of bytes is their histogram.
 */
final class RecordDecoder {

    /** Least values of fields, by record and field; others may have what their type allows. */
    private static final Map<String, Long> LEAST = Map.ofEntries(
            Map.entry("Step.step", 0L),
            Map.entry("Evaluation.step", 0L),
            Map.entry("RunStarted.worldSize", 1L),
            Map.entry("RunStarted.heartbeatIntervalMillis", 1L),
            Map.entry("Heartbeat.step", -1L),
            Map.entry("Heartbeat.droppedRecords", 0L),
            Map.entry("CheckpointSaved.step", -1L),
            Map.entry("CheckpointSaved.sizeBytes", 0L),
            Map.entry("RunEnded.step", -1L),
            Map.entry("RunEnded.droppedRecords", 0L));

    static {
        // Avro makes the generated classes only once the catalogue has named them as trusted.
        Topics.TELEMETRY.codec();
    }

    private final SpecificData data = new SpecificData(RecordDecoder.class.getClassLoader());
    private final Map<Schema.Field, Object> defaults = new HashMap<>();

    /**
     * The record that the JSON describes.
     *
     * @param path of the JSON in its line, for messages
     * @throws IllegalArgumentException when a value has another type or range, or is missing without a default
     */
    SpecificRecord decode(JsonNode json, Schema schema, String path) {
        boolean row = json.isArray() && schema.getName().equals(TensorStatistics.class.getSimpleName());
        if (!json.isObject() && !row) {
            throw JsonValues.bad(path, json, "an object");
        }
        if (row && json.size() > schema.getFields().size()) {
            throw JsonValues.bad(
                    path, json, "an array of at most " + schema.getFields().size());
        }
        SpecificRecord record = (SpecificRecord) data.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = row ? json.get(field.pos()) : json.get(field.name());
            record.put(field.pos(), field(value, field, schema, path));
        }
        if (record instanceof TensorStatistics tensor) {
            HistogramDecoder.check(tensor, path);
        }
        return record;
    }

    private Object field(JsonNode value, Schema.Field field, Schema record, String path) {
        String name = path + "." + field.name();
        if (JsonValues.isAbsent(value)) {
            if (!field.hasDefaultValue()) {
                throw JsonValues.bad(name, value, expected(field.schema()));
            }
            return defaultOf(field);
        }
        Object decoded = value(value, field.schema(), name);
        Long least = LEAST.get(record.getName() + "." + field.name());
        if (least != null && ((Number) decoded).longValue() < least) {
            throw JsonValues.bad(name, value, "at least " + least);
        }
        return decoded;
    }

    /** A new one of what may change: records are changed after they are made. */
    private Object defaultOf(Schema.Field field) {
        return switch (field.schema().getType()) {
            case ARRAY -> new ArrayList<>();
            case MAP -> new LinkedHashMap<>();
            default -> defaults.computeIfAbsent(field, data::getDefaultValue);
        };
    }

    private Object value(JsonNode json, Schema schema, String path) {
        return switch (schema.getType()) {
            case UNION -> value(json, branch(schema), path);
            case RECORD -> decode(json, schema, path);
            case ARRAY -> array(json, schema.getElementType(), path);
            case MAP -> map(json, schema.getValueType(), path);
            case ENUM -> symbol(json, schema, path);
            case STRING -> JsonValues.text(json, path);
            case BOOLEAN -> JsonValues.flag(json, path);
            case INT -> (int) JsonValues.whole(json, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> JsonValues.whole(json, path, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> JsonValues.number(json, path);
            case BYTES -> HistogramDecoder.decode(json, path);
            default -> throw new IllegalStateException("no value of type " + schema.getType() + " can be read");
        };
    }

    /** Type of a value that may be absent. */
    private static Schema branch(Schema union) {
        for (Schema type : union.getTypes()) {
            if (type.getType() != Schema.Type.NULL) {
                return type;
            }
        }
        throw new IllegalStateException("a union without a value");
    }

    private List<Object> array(JsonNode json, Schema element, String path) {
        if (!json.isArray()) {
            throw JsonValues.bad(path, json, "an array");
        }
        List<Object> values = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            values.add(value(json.get(i), element, path + "[" + i + "]"));
        }
        return values;
    }

    private Map<String, Object> map(JsonNode json, Schema element, String path) {
        if (!json.isObject()) {
            throw JsonValues.bad(path, json, "an object");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            values.put(field.getKey(), value(field.getValue(), element, path + "." + field.getKey()));
        }
        return values;
    }

    private Object symbol(JsonNode json, Schema schema, String path) {
        if (!json.isTextual() || !schema.hasEnumSymbol(json.textValue())) {
            throw JsonValues.bad(path, json, expected(schema));
        }
        return data.createEnum(json.textValue(), schema);
    }

    private static String expected(Schema schema) {
        return switch (schema.getType()) {
            case ENUM -> "one of " + schema.getEnumSymbols();
            case STRING -> "text";
            case INT, LONG -> "a whole number";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            default -> "an object";
        };
    }
}
