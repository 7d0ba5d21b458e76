package io.gradwatch.detection.synthetic.family;

import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.function.Consumer;

/**
 * A run of a healthy family. Two with the same family, seed and number of rows are equal, event by event.
 *
 * @param family what the curve looks like
 * @param seed of its parameters and its noise
 * @param rows of the log; a row is a step, an evaluation or both
 */
public record SyntheticRun(HealthyFamily family, long seed, long rows) {

    /** Loading the catalogue makes Avro trust the generated classes, without which builders with defaults fail. */
    private static final int TOPICS = Topics.ALL.size();

    /** Changes rows of a log as they are made. */
    @FunctionalInterface
    public interface Change {
        void change(long index, Row row);
    }

    /** Family, seed and rows, for a person. */
    public String name() {
        return family.name() + " seed " + seed + " rows " + rows;
    }

    /** Sends all events, in order; nothing is kept, so that the length costs no memory. */
    public void feed(Consumer<Telemetry> events) {
        feed(events, (index, row) -> {});
    }

    /** Sends all events of the rows as {@code change} leaves them. */
    public void feed(Consumer<Telemetry> events, Change change) {
        Sender sender = new Sender(name(), events);
        RunStarted started = RunStarted.newBuilder().setName(family.name()).build();
        started.setObjective(family.objective());
        sender.send(started);
        Curve curve = family.recipe().begin(new Draw(family.name(), seed), rows);
        Row row = new Row();
        for (long index = 0; index < rows; index++) {
            row.begin(index);
            curve.fill(index, row);
            change.change(index, row);
            sender.send(row);
        }
    }

    /** Numbers the events. */
    private static final class Sender {
        private final String runId;
        private final Consumer<Telemetry> events;
        private long sequence;

        Sender(String runId, Consumer<Telemetry> events) {
            this.runId = runId;
            this.events = events;
        }

        void send(Row row) {
            if (row.hasStep()) {
                send(row.asStep());
            }
            if (row.hasEvaluation()) {
                send(row.asEvaluation());
            }
        }

        void send(Object event) {
            events.accept(new Telemetry(new Origin(runId, 0, 0, 1L, sequence, 0L, false), event));
            sequence++;
        }
    }
}
