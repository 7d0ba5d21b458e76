package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.step.MemoryBudget;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchRowTest {

    @Test
    void viewOfTheBatch_isCopiedIntoTheRecord() {
        StepSlots slots = new StepSlots(1, new MemoryBudget(1 << 20), new AtomicLong());
        int[] output = {32, 10};
        long[] labels = {20, 12};
        slots.claim(1)
                .shapes(output, new int[] {32, 1})
                .lossElements(320)
                .labelCounts(labels)
                .predictionCounts(new long[] {32, 0, 0})
                .publish();
        output[1] = 7;
        labels[0] = 7;

        assertThat(((StepSlot) slots.poll()).toRecord().getBatch())
                .isEqualTo(
                        new BatchView(List.of(32, 10), List.of(32, 1), 320L, List.of(20L, 12L), List.of(32L, 0L, 0L)));
    }

    @Test
    void slotUsedAgain_holdsNothingOfTheBatchBefore() {
        StepSlots slots = new StepSlots(1, new MemoryBudget(1 << 20), new AtomicLong());
        slots.claim(1)
                .trainingMode(true)
                .shapes(new int[] {2}, new int[] {2})
                .lossElements(2)
                .labelCounts(new long[] {1, 1, 1})
                .publish();
        slots.release((StepSlot) slots.poll());

        slots.claim(2).labelCounts(new long[] {5}).publish();

        Step record = ((StepSlot) slots.poll()).toRecord();
        assertThat(record.getTrainingMode()).isNull();
        assertThat(record.getBatch()).isEqualTo(new BatchView(List.of(), List.of(), null, List.of(5L), List.of()));
    }

    @Test
    void shapesAndCountsBeyondTheBounds_countAsNotSeen() {
        StepSlots slots = new StepSlots(1, new MemoryBudget(1 << 20), new AtomicLong());
        slots.claim(1)
                .shapes(new int[9], null)
                .labelCounts(new long[4_097])
                .predictionCounts(null)
                .publish();
        assertThat(((StepSlot) slots.poll()).toRecord().getBatch()).isNull();
    }

    @Test
    void classesBeyondTheMemoryLimit_areLeftOutAndTheStepIsKept() {
        MemoryBudget budget = new MemoryBudget(4_096);
        StepSlots slots = new StepSlots(1, budget, new AtomicLong());
        slots.claim(1)
                .labelCounts(new long[400])
                .predictionCounts(new long[400])
                .publish();
        StepSlot slot = (StepSlot) slots.poll();
        BatchView batch = slot.toRecord().getBatch();
        assertThat(batch.getLabelCounts()).hasSize(400);
        assertThat(batch.getPredictionCounts()).isEmpty();
        assertThat(budget.refusedRows()).isEqualTo(1);

        slots.release(slot);
        assertThat(budget.scarce()).isFalse();
    }
}
