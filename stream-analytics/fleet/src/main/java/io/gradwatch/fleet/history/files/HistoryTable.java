package io.gradwatch.fleet.history.files;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.schema.names.StepField;
import java.util.stream.Collectors;

/** The tables of the history: the columns of each, as DuckDB declares them, and the order of the rows in a file. */
public enum HistoryTable {
    /** One row for each optimizer step, as it was sent. */
    STEPS(
            Columns.PLACE + Columns.SENDER + Columns.ofFields() + ", metrics MAP(VARCHAR, DOUBLE)" + Columns.BATCH,
            "run, rank, attempt, step"),
    /** One row for each evaluation of one split. */
    EVALUATIONS(Columns.PLACE + Columns.SENDER + """
                    , split VARCHAR, epoch DOUBLE, loss DOUBLE, training_mode BOOLEAN,
                    running_statistics_changed BOOLEAN, metrics MAP(VARCHAR, DOUBLE),
                    error_types MAP(VARCHAR, DOUBLE)""" + Columns.BATCH, "run, rank, attempt, step"),
    /** One row for each tensor that was looked at. */
    TENSORS(Columns.PLACE + ", " + RecordColumns.TENSOR.declared(), "run, kind, step, rank, layer"),

    /**
     * Events of runs: {@code event} is started, ended, notice, checkpoint, or seen, which says from when to when, and
     * from which step to which, something came from one rank.
     */
    RUNS(
            """
            run VARCHAR, attempt INTEGER, rank INTEGER, event VARCHAR, time TIMESTAMP, first_time TIMESTAMP,
            first_step BIGINT, last_step BIGINT, """ + RecordColumns.DECLARATION.declared() + ", "
                    + RecordColumns.END.declared() + ", " + RecordColumns.WORDS.declared(),
            "run, attempt, time"),

    /** One row for each transition of an alert. */
    ALERTS(RecordColumns.ALERT.declared(), "run, raised"),

    /** One row each time that somebody said to look after an alert. */
    ACKNOWLEDGEMENTS(RecordColumns.ACKNOWLEDGEMENT.declared(), "alert, time"),

    /** One row each time that somebody added something to an alert. */
    ANNOTATIONS(RecordColumns.ANNOTATION.declared(), "alert, time"),

    /** One row each time that somebody wrote, changed or removed a note. */
    NOTES(RecordColumns.NOTE.declared(), "run, time"),

    /**
     * The pyramid: what a series did within {@code bucket_steps} steps from {@code bucket} on, in parts to be merged.
     */
    BUCKETS(Columns.SUMMARY, "run, bucket_steps, series, rank, attempt, bucket"),
    /** The same over all that a file holds of a series. */
    SPANS(Columns.SUMMARY, "run, series, rank, attempt");

    private final String columns;
    private final String order;

    HistoryTable(String columns, String order) {
        this.columns = columns;
        this.order = order;
    }

    /** Name of the table and of its folder. */
    public String tableName() {
        return Words.of(this);
    }

    /** The declarations of the columns, as SQL. */
    public String columns() {
        return columns;
    }

    /**
     * The column whose values a commit knows of each file: the first that it is sorted by, the run where there is one.
     */
    String key() {
        return order.substring(0, order.indexOf(','));
    }

    /** The columns that a file is sorted by, as SQL. */
    String order() {
        return order;
    }

    /**
     * Source of a query over files of the table, as SQL. Of the tables that have got columns also files that were
     * written before; of the others DuckDB need not look at the columns of each file.
     *
     * @param paths of the files, quoted, with commas between; at least one
     * @param empty a table without rows that has all columns
     */
    public String read(String paths, String empty) {
        return this == RUNS || this == ALERTS || this == ACKNOWLEDGEMENTS || this == TENSORS
                ? "(FROM " + empty + " UNION ALL BY NAME FROM read_parquet([" + paths
                        + "], hive_partitioning = false, union_by_name = true))"
                : "(FROM read_parquet([" + paths + "], hive_partitioning = false))";
    }

    /** Statement that creates the table in a schema, empty. */
    String create(String schema) {
        return "CREATE TABLE " + schema + "." + tableName() + " (" + columns + ")";
    }

    private static final class Columns {
        static final String PLACE = "run VARCHAR, attempt INTEGER, rank INTEGER, step BIGINT, time TIMESTAMP";
        static final String SENDER = ", session BIGINT, sequence BIGINT";
        static final String BATCH = ", " + RecordColumns.BATCH.declared();
        static final String SUMMARY = """
                run VARCHAR, attempt INTEGER, rank INTEGER, series VARCHAR, bucket_steps BIGINT, bucket BIGINT,
                first_step BIGINT, last_step BIGINT, first_time TIMESTAMP, last_time TIMESTAMP, count BIGINT,
                nan BIGINT, positive_infinity BIGINT, negative_infinity BIGINT, minimum DOUBLE, maximum DOUBLE,
                sum DOUBLE, last DOUBLE""";

        /** Columns of the fields of a step. */
        static String ofFields() {
            return StepField.ALL.stream()
                    .map(field -> ", " + field.series()
                            + switch (field.type()) {
                                case DOUBLE -> " DOUBLE";
                                case INT -> " INTEGER";
                                case LONG -> " BIGINT";
                                case BOOLEAN -> " BOOLEAN";
                            })
                    .collect(Collectors.joining());
        }
    }
}
