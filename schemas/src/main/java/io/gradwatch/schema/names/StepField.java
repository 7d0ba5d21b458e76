package io.gradwatch.schema.names;

import io.gradwatch.schema.Step;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Single value that a {@link Step} has a field for, in the order of the schema. Recorders, readers of logs, rows of the
 * history and names of series go through these; unit, section and spellings of each stand in the {@link NameCatalogue}.
 *
 * <p>A constant is called like its field: {@code LOSS_SCALE} is {@code lossScale} in Avro, {@code loss_scale} as a
 * series and as a column; {@code DURATION_MILLIS} is {@code duration_ms} there.
 */
public enum StepField {
    EPOCH,
    LOSS,
    LEARNING_RATE,
    GRADIENT_NORM,
    PARAMETER_NORM,
    UPDATE_RATIO,
    LOSS_SCALE,
    SKIPPED_BY_LOSS_SCALER,
    BATCH_SIZE,
    DURATION_MILLIS,
    DATA_WAIT_MILLIS,
    HOST_MEMORY_BYTES,
    DEVICE_MEMORY_BYTES,
    TOKENS,
    TRAINING_MODE;

    /** Type of a field's values, as Avro calls it. */
    public enum Type {
        DOUBLE,
        INT,
        LONG,
        BOOLEAN
    }

    /** All fields, in the order of the schema. */
    public static final List<StepField> ALL = List.of(values());

    private final String field;
    private final String series;
    private final int position;
    private final Type type;

    StepField() {
        String words = name().toLowerCase(Locale.ROOT);
        field = Pattern.compile("_([a-z])")
                .matcher(words)
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
        series = words.replace("_millis", "_ms");
        Schema.Field inAvro = Step.getClassSchema().getField(field);
        position = inAvro.pos();
        Schema schema = inAvro.schema();
        type = Type.valueOf(
                (schema.isUnion() ? schema.getTypes().get(1) : schema).getType().name());
    }

    /** Name in Avro, such as {@code lossScale}. */
    public String field() {
        return field;
    }

    /** Name of the series and of the column, such as {@code loss_scale}. */
    public String series() {
        return series;
    }

    public Type type() {
        return type;
    }

    /** False for flags and the epoch, which are columns only. */
    public boolean isSeries() {
        return type != Type.BOOLEAN && this != EPOCH;
    }

    /** Value of a step; null where it was not measured. Takes as long as the getter. */
    public Object of(Step step) {
        return step.get(position);
    }

    /** @param value of the field's type, or null */
    public void put(Step step, Object value) {
        step.put(position, value);
    }

    /** Puts a number as one of the field's type; a count that is no whole number from 0 on leaves the field empty. */
    public void putNumber(Step step, double value) {
        boolean whole = value >= 0 && value <= Integer.MAX_VALUE * 1e6 && value == Math.rint(value);
        put(
                step,
                switch (type) {
                    case DOUBLE -> (Object) value;
                    case INT -> whole ? (Object) (int) (long) value : null;
                    case LONG -> whole ? (Object) (long) value : null;
                    case BOOLEAN -> throw new IllegalArgumentException(this + " is no number");
                });
    }
}
