package io.gradwatch.agent.logs;

import io.gradwatch.schema.Telemetry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run in a TensorBoard event file; see {@link EventFileFormat} and {@link StepRows}. */
final class EventFileRunLog implements RunLog {

    private final EventFile file;
    private final RowEvents events;
    private final Telemetry started;
    private final LogNames names;
    private final StepRows rows;
    private final Deque<Map.Entry<Long, Map<String, Double>>> complete = new ArrayDeque<>();
    private UnreadableLogException problem;
    private boolean ended;
    private long row;

    EventFileRunLog(EventFile file, String runId, SignalMap mapped) {
        this.file = file;
        this.events = new RowEvents(runId);
        this.started = events.started("", Map.of());
        // The step stands in every record; a tag of that name is a value like any other.
        this.names = new LogNames(mapped, Set.of(LogSignal.STEP));
        this.rows = new StepRows((step, values) -> complete.add(Map.entry(step, values)));
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        while (complete.isEmpty() && !ended) {
            read();
        }
        if (!complete.isEmpty()) {
            Map.Entry<Long, Map<String, Double>> next = complete.remove();
            return Optional.of(row(next.getKey(), next.getValue()));
        }
        if (problem != null) {
            throw problem;
        }
        Optional<String> wrong = names.problemAtEnd();
        if (wrong.isPresent()) {
            throw file.wholeProblem(wrong.get());
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        file.close();
    }

    /** Reads one record. The row that was being collected when the file ends or breaks is sound, if not complete. */
    private void read() {
        try {
            Optional<ScalarEvent> event = file.next();
            if (event.isPresent()) {
                collect(event.get());
                return;
            }
        } catch (UnreadableLogException e) {
            problem = e;
        }
        ended = true;
        rows.end();
    }

    private void collect(ScalarEvent event) throws UnreadableLogException {
        if (event.sessionStarts()) {
            rows.restart();
        }
        for (ScalarEvent.Scalar scalar : event.scalars()) {
            if (!isPlaceholder(scalar.tag())) {
                if (LoggedNumber.step(event.step()).isEmpty()) {
                    throw file.problem("step was '" + event.step() + "'; expected a whole number from 0");
                }
                rows.add(event.step(), scalar.tag(), scalar.value());
            }
        }
    }

    private LogRow row(long step, Map<String, Double> scalars) throws UnreadableLogException {
        RowValues values = new RowValues();
        values.step = step;
        names.meet(scalars.keySet());
        for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
            LogNames.Meaning meaning = names.of(scalar.getKey());
            if (meaning.signal() == LogSignal.STEP && !meaning.signal().takes(scalar.getValue())) {
                throw file.wholeProblem("step was '" + scalar.getValue() + "' at step " + step + "; expected "
                        + meaning.signal().expected());
            }
            meaning.use().put(values, scalar.getValue());
        }
        return values.tellsOfTraining() || values.tellsOfEvaluation()
                ? events.row(row++, values)
                : events.silentRow(row++, values);
    }

    /** What fills the page of the hyper-parameters and is no measurement. */
    private static boolean isPlaceholder(String tag) {
        return tag.equals("hp_metric") || tag.startsWith("_hparams_/");
    }
}
