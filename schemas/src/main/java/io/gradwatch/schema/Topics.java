package io.gradwatch.schema;

import java.util.List;

/** The catalogue of topics: every name, key type and value type of the product is spelled here and nowhere else. */
public final class Topics {

    /** Everything about a run, in order: key run id (UTF-8), value {@link Telemetry}. */
    public static final Topic<Telemetry> TELEMETRY =
            new Topic<>("training.telemetry.v1", SingleObjectCodec.of(Telemetry.getClassSchema(), Telemetry.class));

    /** Transitions of alerts: key run id (UTF-8), value {@link Alert}. */
    public static final Topic<Alert> ALERTS =
            new Topic<>("training.alerts.v1", SingleObjectCodec.of(Alert.getClassSchema(), Alert.class));

    /** All topics that carry records of ours; each has a dead-letter topic besides. */
    public static final List<Topic<?>> ALL = List.of(TELEMETRY, ALERTS);

    private Topics() {}
}
