package io.gradwatch.agent.attach;

import io.gradwatch.agent.attach.file.ReadRow;
import io.gradwatch.agent.attach.file.ReadRows;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a reading, and the state after them. The same reading on the same state makes the same, so that a batch
 * can be told again under its old numbers.
 */
final class RecordBatch {

    /**
     * A record with the number that it has.
     *
     * @param state of which it takes session, attempt and number
     * @param backlog true if it was in the log before that was followed
     */
    record Entry(RunOffsets state, long timeMillis, Object event, boolean backlog) {}

    private final RunStarted declared;
    private final boolean told;
    private final long backlogBefore;
    private final List<Entry> entries = new ArrayList<>();
    private RunOffsets state;

    private RecordBatch(RunOffsets before, RunStarted declared, boolean told, long backlogBefore) {
        this.state = before;
        this.declared = declared;
        this.told = told;
        this.backlogBefore = backlogBefore;
    }

    /**
     * @param before the state of the run
     * @param path of the file
     * @param reading of the file, with rows
     * @param beside true if another file was still written after this one began: its steps may be behind
     * @param declared the first record of every attempt
     * @param told false where the rows are history that nobody wants
     * @param backlogBefore rows that were written before this time are backlog
     */
    static RecordBatch of(
            RunOffsets before,
            String path,
            ReadRows reading,
            boolean beside,
            RunStarted declared,
            boolean told,
            long backlogBefore) {
        RecordBatch batch = new RecordBatch(before, declared, told, backlogBefore);
        int attemptOfFile = reading.begins() ? 0 : before.file(path).attempt();
        boolean first = reading.begins();
        for (ReadRow row : reading.rows()) {
            boolean restarted = row.row().attempt() > attemptOfFile;
            attemptOfFile = row.row().attempt();
            if (row.tellsAStep()) {
                boolean startsAnew =
                        first && !beside && before.lastStep() >= 0 && row.row().step() <= batch.state.lastStep();
                first = false;
                restarted |= startsAnew || batch.state.ended();
            }
            batch.savedBefore(row);
            if (restarted) {
                batch.state = batch.state.nextAttempt();
            }
            batch.row(row);
        }
        batch.state = batch.state.with(path, reading.after());
        return batch;
    }

    /** Tells what was saved before the row, in the attempt that saved it. */
    private void savedBefore(ReadRow row) {
        row.row().events().stream()
                .map(Telemetry::getEvent)
                .filter(CheckpointSaved.class::isInstance)
                .forEach(saved -> tell(row.timeMillis(), saved));
    }

    private void row(ReadRow row) {
        for (Telemetry telemetry : row.row().events()) {
            Object event = telemetry.getEvent();
            if (event instanceof Step step) {
                if (step.getStep() < state.lastStep()) {
                    state = state.afterLateStep();
                } else {
                    state = state.afterStep(step.getStep());
                    tell(row.timeMillis(), step);
                }
            } else if (event instanceof Evaluation evaluation) {
                tell(row.timeMillis(), row.placed(evaluation, state.lastStep()));
            }
        }
        state = row.row().late() ? state.afterLateStep() : state;
        state = state.afterRow();
    }

    private void tell(long timeMillis, Object event) {
        // A last evaluation after the end of the training is no new attempt.
        if (!told || state.ended()) {
            return;
        }
        if (state.sequence() == 0) {
            add(timeMillis, RunStarted.newBuilder(declared).build());
        }
        add(timeMillis, event);
    }

    private void add(long timeMillis, Object event) {
        entries.add(new Entry(state, timeMillis, event, timeMillis < backlogBefore));
        state = state.afterRecord();
    }

    List<Entry> entries() {
        return entries;
    }

    RunOffsets after() {
        return state;
    }
}
