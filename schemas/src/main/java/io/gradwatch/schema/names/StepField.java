package io.gradwatch.schema.names;

import io.gradwatch.schema.Step;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Single value that a {@link Step} has a field for, in the order of the schema. Recorders, readers of logs, rows of the
 * history and names of series go through these; unit, section and spellings of each stand in the {@link NameCatalogue}.
 *
 * <p>A constant is called like its field: {@code LOSS_SCALE} is {@code lossScale} in Avro, {@code loss_scale} as a
 * series and as a column; {@code DURATION_MILLIS} is {@code duration_ms} there.
 */
public enum StepField {
    EPOCH(Type.DOUBLE),
    LOSS(Type.DOUBLE),
    LEARNING_RATE(Type.DOUBLE),
    GRADIENT_NORM(Type.DOUBLE),
    PARAMETER_NORM(Type.DOUBLE),
    UPDATE_RATIO(Type.DOUBLE),
    LOSS_SCALE(Type.DOUBLE),
    SKIPPED_BY_LOSS_SCALER(Type.BOOLEAN),
    BATCH_SIZE(Type.INT),
    DURATION_MILLIS(Type.DOUBLE),
    DATA_WAIT_MILLIS(Type.DOUBLE),
    HOST_MEMORY_BYTES(Type.LONG),
    DEVICE_MEMORY_BYTES(Type.LONG),
    TOKENS(Type.LONG),
    TRAINING_MODE(Type.BOOLEAN);

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
    private final Type type;

    /** Loads nothing of Avro: the first step of a job comes here on the thread that trains. */
    StepField(Type type) {
        this.type = type;
        String words = name().toLowerCase(Locale.ROOT);
        field = Pattern.compile("_([a-z])")
                .matcher(words)
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
        series = words.replace("_millis", "_ms");
    }

    /** Places of the fields in Avro's record, found when the first record is read or written. */
    private static final class Positions {
        private static final int[] OF = ALL.stream()
                .mapToInt(one -> Step.getClassSchema().getField(one.field).pos())
                .toArray();
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
        return step.get(Positions.OF[ordinal()]);
    }

    /** @param value of the field's type, or null */
    public void put(Step step, Object value) {
        step.put(Positions.OF[ordinal()], value);
    }

    /**
     * True where a number can be a value of the field: any for a number, a whole one from 0 on for a count, 0 or 1 for
     * a flag.
     */
    public boolean holds(double value) {
        return switch (type) {
            case DOUBLE -> true;
            case INT -> isWhole(value, Integer.MAX_VALUE);
            case LONG -> isWhole(value, Integer.MAX_VALUE * 1e6);
            case BOOLEAN -> isWhole(value, 1);
        };
    }

    private static boolean isWhole(double value, double most) {
        return value >= 0 && value <= most && value == Math.rint(value);
    }

    /** Puts a number as one of the field's type; a count that it cannot be leaves the field empty. */
    public void putNumber(Step step, double value) {
        put(
                step,
                switch (type) {
                    case DOUBLE -> (Object) value;
                    case INT -> holds(value) ? (Object) (int) value : null;
                    case LONG -> holds(value) ? (Object) (long) value : null;
                    case BOOLEAN -> throw new IllegalArgumentException(this + " is no number");
                });
    }
}
