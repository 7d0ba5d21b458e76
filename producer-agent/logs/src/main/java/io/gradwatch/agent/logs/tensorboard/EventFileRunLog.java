package io.gradwatch.agent.logs.tensorboard;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.names.SplitTags;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.NamedRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run in a TensorBoard event file ({@code events.out.tfevents.*}): the scalars of one step are one row, under their
 * tags; see {@link StepRows}.
 */
public final class EventFileRunLog extends NamedRows implements GrowingRunLog {

    /**
     * A row that is complete.
     *
     * @param otherStep by the other count of the program, -1 where there is none
     * @param restarts of the program before it
     * @param end of what it was made from, bytes from the start of the file
     */
    private record Row(
            long step, long otherStep, int restarts, Map<String, Double> values, long end, long timeMillis) {}

    private final EventFile file;
    private final SplitTags tags;
    private final StepRows rows;
    private final Deque<Row> complete = new ArrayDeque<>();
    private UnreadableLogException problem;
    private boolean ended;
    private long told;
    private long readMillis;
    private int restarts;
    /** Where the record begins that begins another row: before it all is told. */
    private long behind;
    /** Iterations of the next evaluation, and of the row that is being collected. */
    private long iterations = -1;

    private long iterationsOfRow = -1;

    /** @param split of the data that values are of whose names do not say it */
    public EventFileRunLog(EventFile file, String runId, SignalMap mapped, LogSplit split) {
        // The step stands in every record; a tag of that name is a value like any other.
        super(runId, new LogNames(mapped, Set.of(LogSignal.STEP, LogSignal.TIME)));
        this.file = file;
        this.tags = new SplitTags(split, mapped);
        this.rows = new StepRows(this::complete);
    }

    private void complete(long step, Map<String, Double> values) {
        complete.add(new Row(step, iterationsOfRow, rows.restarts(), values, behind, readMillis));
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        boolean more = true;
        while (complete.isEmpty() && more && !ended) {
            more = read();
        }
        if (!complete.isEmpty()) {
            Row next = complete.remove();
            told = next.end;
            return Optional.of(row(next));
        }
        if (problem != null) {
            throw problem;
        }
        if (file.isGrowing()) {
            return Optional.empty();
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

    @Override
    public long position() {
        return told;
    }

    @Override
    public void skipTo(long position) throws UnreadableLogException {
        boolean more = true;
        while (file.position() < position && more && !ended) {
            more = read();
            skipComplete();
        }
        settle();
        skipComplete();
        told = position;
    }

    private void skipComplete() throws UnreadableLogException {
        while (!complete.isEmpty()) {
            row(complete.remove());
        }
    }

    @Override
    public void settle() {
        behind = file.position();
        rows.end();
    }

    @Override
    public void end() {
        settle();
    }

    /**
     * Reads one record; false where none follows. The row that was being collected when the file ends or breaks is
     * sound, if not complete.
     */
    private boolean read() {
        try {
            Optional<ScalarEvent> event = file.next();
            if (event.isPresent()) {
                behind = file.recordStart();
                collect(event.get());
                return true;
            }
            if (file.isGrowing()) {
                return false;
            }
        } catch (UnreadableLogException e) {
            problem = e;
        }
        ended = true;
        settle();
        return false;
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
                add(event, scalar);
            }
        }
    }

    private void add(ScalarEvent event, ScalarEvent.Scalar scalar) {
        if (tags.isByIterations(scalar.tag())) {
            iterations = event.step();
        } else {
            rows.add(event.step(), tags.of(scalar.tag()), scalar.value());
            iterationsOfRow = iterations;
            readMillis = event.timeMillis() > 0 ? event.timeMillis() : readMillis;
        }
    }

    private LogRow row(Row told) throws UnreadableLogException {
        if (told.restarts > restarts) {
            restarts = told.restarts;
            events.mayGoBack();
        }
        RowValues values = new RowValues();
        values.step = told.step;
        values.timeMillis = told.timeMillis;
        values.otherStep = told.otherStep;
        names.meet(told.values.keySet());
        for (Map.Entry<String, Double> scalar : told.values.entrySet()) {
            LogNames.Meaning meaning = names.of(scalar.getKey());
            if (meaning.signal() == LogSignal.STEP && !meaning.signal().takes(scalar.getValue())) {
                throw file.wholeProblem("step was '" + scalar.getValue() + "' at step " + told.step + "; expected "
                        + meaning.signal().expected());
            }
            meaning.use().put(values, scalar.getValue());
        }
        return rowOrSilent(values);
    }

    /** Tags for TensorBoard's page of hyper-parameters, which are no measurements. */
    private static boolean isPlaceholder(String tag) {
        return tag.equals("hp_metric") || tag.startsWith("_hparams_/");
    }
}
