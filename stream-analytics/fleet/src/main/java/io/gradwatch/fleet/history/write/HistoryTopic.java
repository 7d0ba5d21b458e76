package io.gradwatch.fleet.history.write;

import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The topics that are written down, and the rows that their records make. */
public enum HistoryTopic {
    TELEMETRY(Topics.TELEMETRY, TelemetryWriter::new),
    ALERTS(Topics.ALERTS, tables -> value -> AlertWriter.alert(tables, value)),
    ACKNOWLEDGEMENTS(Topics.ACKNOWLEDGEMENTS, tables -> value -> AlertWriter.acknowledgement(tables, value)),
    ANNOTATIONS(Topics.ANNOTATIONS, tables -> value -> AlertWriter.annotation(tables, value)),
    NOTES(Topics.NOTES, tables -> value -> AlertWriter.note(tables, value));

    private static final List<String> NAMES =
            Arrays.stream(values()).map(HistoryTopic::topicName).toList();

    private final String topicName;
    private final Function<TableBuffers, RecordWriter> rows;

    HistoryTopic(Topic<?> topic, Function<TableBuffers, RecordWriter> rows) {
        this.topicName = topic.name();
        this.rows = rows;
    }

    /** Names of all of them in Kafka. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The one of a name in Kafka.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    static HistoryTopic of(String name) {
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the topic was " + name + " but must be one of " + NAMES);
        }
        return values()[index];
    }

    String topicName() {
        return topicName;
    }

    /** Writer that turns its records into rows of the given tables. */
    RecordWriter rows(TableBuffers tables) {
        return rows.apply(tables);
    }
}
