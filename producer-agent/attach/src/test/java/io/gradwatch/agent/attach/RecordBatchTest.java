package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.attach.file.FileState;
import io.gradwatch.agent.attach.file.ReadRow;
import io.gradwatch.agent.attach.file.ReadRows;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records that a reading becomes, and the offsets of the run behind them. */
class RecordBatchTest {

    private static final String PATH = "/job/log.csv";

    private final RunOffsets fresh = RunOffsets.begin("run", 7);
    private boolean beside;
    private boolean told = true;
    private long backlogBefore;

    @Test
    void firstRecordOfARun_isItsDeclaration() {
        RecordBatch batch = batch(fresh, true, row(0, step(1)), row(0, step(2)));

        assertThat(records(batch)).containsExactly("0/0 started", "0/1 step 1", "0/2 step 2");
        assertThat(batch.after().lastStep()).isEqualTo(2);
        assertThat(batch.after().rows()).isEqualTo(2);
    }

    @Test
    void sameReadingOnTheSameOffsets_makesTheSameRecords() {
        RecordBatch once = batch(fresh, true, row(0, step(1)), row(0, evaluation(1)));
        RecordBatch again = batch(fresh, true, row(0, step(1)), row(0, evaluation(1)));

        assertThat(again.entries()).isEqualTo(once.entries());
        assertThat(again.after()).isEqualTo(once.after());
    }

    @Test
    void stepBehindTheLast_isLate_andLeftOut() {
        RecordBatch batch = batch(fresh, true, row(0, step(5)), row(0, step(3)), row(0, step(6)));

        assertThat(records(batch)).containsExactly("0/0 started", "0/1 step 5", "0/2 step 6");
        assertThat(batch.after().late()).isEqualTo(1);
    }

    @Test
    void furtherAttemptOfTheLog_beginsAnotherOfTheRun_withItsOwnDeclaration() {
        RecordBatch batch = batch(fresh, true, row(0, step(5)), row(1, step(1)));

        assertThat(records(batch)).containsExactly("0/0 started", "0/1 step 5", "1/0 started", "1/1 step 1");
        assertThat(batch.after().session()).isNotEqualTo(fresh.session());
    }

    @Test
    void checkpointBeforeAFurtherAttempt_isOfTheOneThatSavedIt() {
        RecordBatch batch = batch(fresh, true, row(0, step(5)), row(1, checkpoint(5), step(1)), row(1, step(2)));

        assertThat(records(batch))
                .containsExactly(
                        "0/0 started", "0/1 step 5", "0/2 checkpoint 5", "1/0 started", "1/1 step 1", "1/2 step 2");
    }

    @Test
    void newFileThatBeginsBehindTheRun_isAnotherAttempt() {
        RunOffsets before = batch(fresh, true, row(0, step(5))).after();

        assertThat(records(batch(before, true, row(0, step(1))))).containsExactly("1/0 started", "1/1 step 1");
    }

    @Test
    void newFileBesideOneThatIsStillWritten_isNone() {
        RunOffsets before = batch(fresh, true, row(0, step(5))).after();
        beside = true;

        RecordBatch batch = batch(before, true, row(0, step(1)), row(0, step(6)));

        assertThat(records(batch)).containsExactly("0/2 step 6");
        assertThat(batch.after().late()).isEqualTo(1);
    }

    @Test
    void stepAfterTheEnd_beginsAnotherAttempt_andAnEvaluationDoesNot() {
        RunOffsets ended = batch(fresh, true, row(0, step(5))).after().afterEnd();

        assertThat(records(batch(ended, false, row(0, evaluation(5))))).isEmpty();
        assertThat(records(batch(ended, false, row(0, step(6))))).containsExactly("1/0 started", "1/1 step 6");
    }

    @Test
    void historyThatNobodyWants_isCountedAndNotSent() {
        told = false;

        RecordBatch batch = batch(fresh, true, row(0, step(1)), row(0, step(2)));

        assertThat(batch.entries()).isEmpty();
        assertThat(batch.after().rows()).isEqualTo(2);
        assertThat(batch.after().lastStep()).isEqualTo(2);
    }

    @Test
    void rowsBeforeTheStart_areBacklog() {
        backlogBefore = 1_001;

        RecordBatch batch = batch(fresh, true, row(0, step(1)));

        assertThat(batch.entries()).extracting(RecordBatch.Entry::backlog).containsExactly(true, true);
        backlogBefore = 1_000;
        assertThat(batch(fresh, true, row(0, step(1))).entries())
                .extracting(RecordBatch.Entry::backlog)
                .containsExactly(false, false);
    }

    private RecordBatch batch(RunOffsets before, boolean begins, ReadRow... rows) {
        ReadRows reading = new ReadRows(List.of(rows), begins, FileState.NEW, false);
        RunStarted declared = RunStarted.newBuilder()
                .setName("run")
                .setFramework("")
                .setHyperparameters(Map.of())
                .setLayers(List.of())
                .setReferences(List.of())
                .setMetrics(List.of())
                .build();
        return RecordBatch.of(before, PATH, reading, beside, declared, told, backlogBefore);
    }

    private static List<String> records(RecordBatch batch) {
        List<String> records = new ArrayList<>();
        for (RecordBatch.Entry entry : batch.entries()) {
            records.add(entry.state().attempt() + "/" + entry.state().sequence() + " " + word(entry.event()));
        }
        return records;
    }

    private static String word(Object event) {
        if (event instanceof Step step) {
            return "step " + step.getStep();
        }
        if (event instanceof CheckpointSaved saved) {
            return "checkpoint " + saved.getStep();
        }
        return event instanceof Evaluation evaluation ? "evaluation " + evaluation.getStep() : "started";
    }

    private static ReadRow row(int attempt, Object... events) {
        List<Telemetry> telemetry = Arrays.stream(events)
                .map(event -> new Telemetry(new Origin("run", attempt, 0, 0L, 0L, 0L, false), event))
                .toList();
        Object last = events[events.length - 1];
        long step = last instanceof Step one ? one.getStep() : ((Evaluation) last).getStep();
        return new ReadRow(new LogRow(0, step, attempt, telemetry), 1_000);
    }

    private static CheckpointSaved checkpoint(long step) {
        return new CheckpointSaved(step, "ckpt-" + step, null, Map.of());
    }

    private static Step step(long step) {
        return Step.newBuilder()
                .setStep(step)
                .setMetrics(Map.of())
                .setTensors(List.of())
                .build();
    }

    private static Evaluation evaluation(long step) {
        return Evaluation.newBuilder()
                .setStep(step)
                .setSplit(Split.TRAIN_VAL)
                .setMetrics(Map.of())
                .setErrorTypes(List.of())
                .build();
    }
}
