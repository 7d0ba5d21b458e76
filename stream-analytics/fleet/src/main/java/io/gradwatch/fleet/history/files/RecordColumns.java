package io.gradwatch.fleet.history.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Columns that hold fields of an Avro record, one each. Enumerations are text in lower case; records and lists of them
 * are text in JSON, whose fields have the names that the API gives them. Bytes are a histogram: the counts of its bins.
 */
public final class RecordColumns<T extends SpecificRecord> {

    static {
        // With the first codec Avro trusts the classes of the schemas.
        Topics.ALERTS.codec();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
    private static final Pattern COLUMN = Pattern.compile("(\\w+)([=@](\\w+))?\\??");

    /** Columns of an alert. */
    public static final RecordColumns<Alert> ALERT = new RecordColumns<>(Alert.getClassSchema(), """
            id revision run=runId run_name project owner detector class=alertClass severity state resolution attempt
            rank layer split onset_step raised_step raised@raisedTimeMillis summary evidence causes remedies
            last_good_checkpoint suspect_checkpoints""");

    /** Columns of an acknowledgement. */
    public static final RecordColumns<Acknowledgement> ACKNOWLEDGEMENT = new RecordColumns<>(
            Acknowledgement.getClassSchema(), "alert=alertId time@atMillis severity acknowledged_by=by comment via");

    /** Columns of an annotation. */
    public static final RecordColumns<AlertAnnotation> ANNOTATION = new RecordColumns<>(
            AlertAnnotation.getClassSchema(), "alert=alertId time@atMillis kind author=by via text assignee useful");

    /** Columns of a note. */
    public static final RecordColumns<RunNote> NOTE = new RecordColumns<>(RunNote.getClassSchema(), """
            run=runId note=id time@atMillis series? step last_step text author=by via
            changed@changedMillis changed_by? removed""");

    /** Columns of the declaration of a run. */
    public static final RecordColumns<RunStarted> DECLARATION = new RecordColumns<>(RunStarted.getClassSchema(), """
            name project owner host devices framework framework_version world_size hyperparameters layers classes
            objective goal_error reference reference_curves=references heartbeat_interval_ms=heartbeatIntervalMillis
            single_batch baseline_loss""");

    /** Columns of the end of a run. */
    public static final RecordColumns<RunEnded> END =
            new RecordColumns<>(RunEnded.getClassSchema(), "outcome exception message dropped_records");

    /** Further columns of the declaration of a run: words for people, and results. */
    public static final RecordColumns<RunStarted> WORDS = new RecordColumns<>(
            RunStarted.getClassSchema(), "tags notes? run_group=group? definitions=metrics summary");

    /** Columns of the statistics of a tensor. */
    public static final RecordColumns<TensorStatistics> TENSOR =
            new RecordColumns<>(TensorStatistics.getClassSchema(), """
                    layer kind elements minimum maximum mean standard_deviation l2_norm nan_count infinity_count
                    zero_count saturated_count histogram""");

    /** Columns of the look at a batch. */
    public static final RecordColumns<BatchView> BATCH = new RecordColumns<>(
            BatchView.getClassSchema(), "output_shape target_shape loss_elements label_counts prediction_counts");

    private final Schema schema;
    private final List<Column> columns;

    /**
     * A column.
     *
     * @param time true where the field has milliseconds since 1970, and the column a time
     * @param given true where an empty text is no value
     */
    private record Column(String name, Schema.Field field, boolean time, boolean given) {}

    /**
     * @param columns each the name of a column, with {@code =field} where that of the field is another than in camel
     *     case, {@code @field} where it is a time, and a question mark behind it where an empty text is no value
     */
    private RecordColumns(Schema schema, String columns) {
        this.schema = schema;
        this.columns = Stream.of(columns.split("\\s+"))
                .map(column -> column(schema, column))
                .toList();
    }

    private static Column column(Schema schema, String text) {
        Matcher parts = COLUMN.matcher(text);
        Predicate<Schema.Field> same = parts.matches() && parts.group(3) != null
                ? field -> field.name().equals(parts.group(3))
                : field -> NAMES.translate(field.name()).equals(parts.group(1));
        Schema.Field field =
                schema.getFields().stream().filter(same).findFirst().orElseThrow();
        return new Column(parts.group(1), field, text.contains("@"), text.endsWith("?"));
    }

    /** Number of the columns. */
    public int count() {
        return columns.size();
    }

    /** Declarations of the columns, as SQL. */
    String declared() {
        return columns.stream()
                .map(column -> column.name() + " "
                        + (column.time() ? "TIMESTAMP" : type(column.field().schema())))
                .collect(Collectors.joining(", "));
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> type(schema.getTypes().get(1));
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case DOUBLE, BOOLEAN -> schema.getType().name();
            case MAP -> "MAP(VARCHAR, " + type(schema.getValueType()) + ")";
            case ARRAY -> type(schema.getElementType()) + (isRecord(schema.getElementType()) ? "" : "[]");
            case BYTES -> "BIGINT[]";
            default -> "VARCHAR";
        };
    }

    /** Hands the values of a record over, in the order of the columns; null where there is none. */
    public void fill(T record, Consumer<Object> row) {
        for (Column column : columns) {
            Object value = record.get(column.field().pos());
            boolean none = value == null || (column.given() && "".equals(value));
            row.accept(none ? null : column.time() ? Instant.ofEpochMilli((Long) value) : written(value));
        }
    }

    private static Object written(Object value) {
        if (value instanceof Enum<?> constant) {
            return Words.of(constant);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof SpecificRecord) {
            return json(list.stream().map(each -> object((SpecificRecord) each)).toList());
        } else if (value instanceof SpecificRecord record) {
            return json(object(record));
        } else if (value instanceof ByteBuffer packed) {
            MagnitudeHistogram histogram = MagnitudeHistogram.unpack(packed);
            return histogram == null
                    ? null
                    : Arrays.stream(histogram.counts()).boxed().toList();
        }
        return value;
    }

    private static Map<String, Object> object(SpecificRecord record) {
        Map<String, Object> object = new LinkedHashMap<>();
        record.getSchema().getFields().forEach(field -> object.put(name(field), written(record.get(field.pos()))));
        return object;
    }

    private static String json(Object objects) {
        try {
            return JSON.writeValueAsString(objects);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are no JSON", e);
        }
    }

    /** Name of a field in JSON. */
    private static String name(Schema.Field field) {
        return field.name().equals("knowledgeItem") ? "item" : NAMES.translate(field.name());
    }

    /**
     * The record of a row that has all columns of the parts. Fields without a value have their defaults. Times are
     * milliseconds since 1970 in the row.
     */
    @SafeVarargs
    public static <T extends SpecificRecord> T record(ResultSet row, RecordColumns<T>... parts) throws SQLException {
        T record = blank(parts[0].schema);
        for (RecordColumns<T> part : parts) {
            for (Column column : part.columns) {
                put(record, column.field(), row.getObject(column.name()));
            }
        }
        return record;
    }

    @SuppressWarnings("unchecked")
    private static <T> T blank(Schema schema) {
        SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            if (field.hasDefaultValue()) {
                record.put(
                        field.pos(),
                        SpecificData.get()
                                .deepCopy(field.schema(), SpecificData.get().getDefaultValue(field)));
            }
        }
        return (T) record;
    }

    private static void put(SpecificRecord record, Schema.Field field, Object value) throws SQLException {
        if (value != null) {
            record.put(field.pos(), read(value, field.schema()));
        }
    }

    private static Object read(Object value, Schema schema) throws SQLException {
        return switch (schema.getType()) {
            case UNION -> read(value, schema.getTypes().get(1));
            case ENUM -> SpecificData.get().createEnum(value.toString().toUpperCase(Locale.ROOT), schema);
            case INT -> ((Number) value).intValue();
            case LONG -> ((Number) value).longValue();
            case DOUBLE -> Double.valueOf(value.toString());
            case BOOLEAN -> value;
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (Object item : items(value)) {
                    list.add(read(item, schema.getElementType()));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    map.put(entry.getKey().toString(), read(entry.getValue(), schema.getValueType()));
                }
                yield map;
            }
            case BYTES ->
                MagnitudeHistogram.of(items(value).stream()
                                .mapToLong(count -> ((Number) count).longValue())
                                .toArray())
                        .pack();
            case RECORD -> {
                Map<?, ?> object = fields(value);
                SpecificRecord record = blank(schema);
                for (Schema.Field field : schema.getFields()) {
                    put(record, field, object.get(name(field)));
                }
                yield record;
            }
            default -> value.toString();
        };
    }

    private static List<?> items(Object value) throws SQLException {
        if (value instanceof Array array) {
            return Arrays.asList((Object[]) array.getArray());
        }
        try {
            return value instanceof List<?> list ? list : JSON.readValue(value.toString(), List.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the history has '" + value + "' where a list belongs", e);
        }
    }

    private static Map<?, ?> fields(Object value) {
        try {
            return value instanceof Map<?, ?> map ? map : JSON.readValue(value.toString(), Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the history has '" + value + "' where an object belongs", e);
        }
    }

    private static boolean isRecord(Schema schema) {
        return schema.getType() == Schema.Type.RECORD;
    }
}
