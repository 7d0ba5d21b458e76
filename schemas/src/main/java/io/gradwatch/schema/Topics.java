package io.gradwatch.schema;

import io.gradwatch.schema.Topic.Keeps;
import java.util.List;
import org.apache.avro.Schema;

/** The catalogue of topics: every name, key type and value type of the product is spelled here and nowhere else. */
public final class Topics {

    /** Everything about a run, in order: key run id (UTF-8), value {@link Telemetry}. */
    public static final Topic<Telemetry> TELEMETRY = new Topic<>(
            "training.telemetry.v1",
            SingleObjectCodec.of(Telemetry.getClassSchema(), Telemetry.class, TelemetryReader::new),
            Keeps.RECORDS,
            false);

    /** Transitions of alerts: key run id (UTF-8), value {@link Alert}. */
    public static final Topic<Alert> ALERTS =
            topic("training.alerts.v1", Alert.getClassSchema(), Alert.class, Keeps.RECORDS);

    /** Results of healthy runs, for comparison: key run id (UTF-8), value {@link RunReference}. */
    public static final Topic<RunReference> REFERENCES =
            topic("training.references.v1", RunReference.getClassSchema(), RunReference.class, Keeps.LAST_OF_KEY);

    /** Settings of detectors for a project or a run: key {@code project/<name>} or {@code run/<id>} (UTF-8). */
    public static final Topic<DetectorOverrides> SETTINGS = topic(
            "training.settings.v1", DetectorOverrides.getClassSchema(), DetectorOverrides.class, Keeps.LAST_OF_KEY);

    /** Silences: key id of the silence (UTF-8), value {@link Silence}. */
    public static final Topic<Silence> SILENCES =
            topic("training.silences.v1", Silence.getClassSchema(), Silence.class, Keeps.LAST_OF_KEY);

    /** Alerts that somebody looks after: key id of the alert (UTF-8), value {@link Acknowledgement}. */
    public static final Topic<Acknowledgement> ACKNOWLEDGEMENTS = topic(
            "training.acknowledgements.v1", Acknowledgement.getClassSchema(), Acknowledgement.class, Keeps.LAST_OF_KEY);

    /** Annotations of alerts by people: key {@code <id of the alert>/...} (UTF-8), value {@link AlertAnnotation}. */
    public static final Topic<AlertAnnotation> ANNOTATIONS = topic(
            "training.alert-annotations.v1",
            AlertAnnotation.getClassSchema(),
            AlertAnnotation.class,
            Keeps.LAST_OF_KEY);

    /** Notes of people on runs: key {@code <id of the run>/<id of the note>} (UTF-8), value {@link RunNote}. */
    public static final Topic<RunNote> NOTES =
            topic("training.run-notes.v1", RunNote.getClassSchema(), RunNote.class, Keeps.LAST_OF_KEY);

    /**
     * State of alerting where several instances stand by for each other: key table and primary key as a JSON array
     * (UTF-8), value {@link OutboxRow}.
     */
    public static final Topic<OutboxRow> OUTBOX_ROWS = new Topic<>(
            "training.outbox-rows.v1",
            SingleObjectCodec.of(OutboxRow.getClassSchema(), OutboxRow.class),
            Keeps.LAST_OF_KEY,
            true);

    /** All topics that carry records of ours; each has a dead-letter topic besides. */
    public static final List<Topic<?>> ALL = List.of(
            TELEMETRY, ALERTS, REFERENCES, SETTINGS, SILENCES, ACKNOWLEDGEMENTS, ANNOTATIONS, NOTES, OUTBOX_ROWS);

    private Topics() {}

    private static <T> Topic<T> topic(String name, Schema schema, Class<T> type, Keeps keeps) {
        return new Topic<>(name, SingleObjectCodec.of(schema, type), keeps, false);
    }
}
