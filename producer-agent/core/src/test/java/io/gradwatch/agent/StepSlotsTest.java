package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.step.MemoryBudget;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepSlotsTest {

    private static final long ROOM = 1 << 20;

    private final AtomicLong dropped = new AtomicLong();

    @Test
    void everyValue_reachesTheRecord() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(15);
        StepSlots slots = slots(2, ROOM);
        slots.claim(5)
                .epoch(1)
                .loss(2)
                .learningRate(3)
                .gradientNorm(4)
                .parameterNorm(5)
                .updateRatio(6)
                .lossScale(7)
                .skippedByLossScaler(true)
                .batchSize(8)
                .durationMillis(9)
                .dataWaitMillis(10)
                .hostMemoryBytes(11)
                .deviceMemoryBytes(12)
                .tokens(24)
                .trainingMode(false)
                .metric("accuracy", 13)
                .tensor("0_W", TensorKind.UPDATE, 14, 15, 16, 17, 18, 19, 20, 21, 22)
                .tensor("0", TensorKind.ACTIVATION, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)
                .histogram(histogram)
                .publish();

        Step record = ((StepSlot) slots.poll()).toRecord();

        assertThat(record.getStep()).isEqualTo(5);
        assertThat(record.getEpoch()).isEqualTo(1);
        assertThat(record.getLoss()).isEqualTo(2);
        assertThat(record.getLearningRate()).isEqualTo(3);
        assertThat(record.getGradientNorm()).isEqualTo(4);
        assertThat(record.getParameterNorm()).isEqualTo(5);
        assertThat(record.getUpdateRatio()).isEqualTo(6);
        assertThat(record.getLossScale()).isEqualTo(7);
        assertThat(record.getSkippedByLossScaler()).isTrue();
        assertThat(record.getBatchSize()).isEqualTo(8);
        assertThat(record.getDurationMillis()).isEqualTo(9);
        assertThat(record.getDataWaitMillis()).isEqualTo(10);
        assertThat(record.getHostMemoryBytes()).isEqualTo(11);
        assertThat(record.getDeviceMemoryBytes()).isEqualTo(12);
        assertThat(record.getTokens()).isEqualTo(24);
        assertThat(record.getTrainingMode()).isFalse();
        assertThat(record.getBatch()).isNull();
        assertThat(record.getMetrics()).containsOnlyKeys("accuracy").containsValue(13.0);
        assertThat(record.getTensors())
                .containsExactly(
                        new TensorStatistics(
                                "0_W", TensorKind.UPDATE, 14L, 15.0, 16.0, 17.0, 18.0, 19.0, 20L, 21L, 22L, null, null),
                        new TensorStatistics(
                                "0",
                                TensorKind.ACTIVATION,
                                14L,
                                15.0,
                                16.0,
                                17.0,
                                18.0,
                                19.0,
                                20L,
                                21L,
                                22L,
                                23L,
                                histogram.pack()));
    }

    @Test
    void slotUsedAgain_holdsNothingOfTheStepBefore() {
        StepSlots slots = slots(1, ROOM);
        slots.claim(1).loss(2).skippedByLossScaler(true).metric("m", 1).publish();
        slots.release((StepSlot) slots.poll());

        slots.claim(2).publish();

        Step record = ((StepSlot) slots.poll()).toRecord();
        assertThat(record.getStep()).isEqualTo(2);
        assertThat(record.getLoss()).isNull();
        assertThat(record.getSkippedByLossScaler()).isFalse();
        assertThat(record.getMetrics()).isEmpty();
        assertThat(record.getTensors()).isEmpty();
    }

    @Test
    void fullQueue_discardsAndCounts() {
        StepSlots slots = slots(2, ROOM);
        for (long step = 0; step < 5; step++) {
            slots.claim(step).loss(1).metric("m", 1).publish();
        }
        assertThat(dropped).hasValue(3);
        assertThat(((StepSlot) slots.poll()).step()).isZero();
        assertThat(((StepSlot) slots.poll()).step()).isEqualTo(1);
        assertThat(slots.poll()).isNull();
    }

    @Test
    void evaluationsBeyondTheQueue_areCounted() {
        StepSlots slots = slots(1, ROOM);
        for (int i = 0; i < 5; i++) {
            slots.offer("evaluation");
        }
        assertThat(dropped).hasValue(3);
        slots.claim(1).publish();
        assertThat(dropped).hasValue(4);
        slots.poll();
        slots.claim(2).publish();
        assertThat(dropped).as("the slot that found no place is free again").hasValue(4);
    }

    @Test
    void stepThatIsNeverPublished_isCountedAndCostsNoSlot() {
        StepSlots slots = slots(1, ROOM);
        for (long step = 0; step < 100; step++) {
            slots.claim(step).loss(step);
        }
        slots.claim(100).publish();
        assertThat(dropped).hasValue(100);
        assertThat(((StepSlot) slots.poll()).toRecord().getLoss()).isNull();
    }

    @Test
    void stepHandedOver_keepsItsPlaceUntilAnotherThreadPublishesIt() {
        StepSlots slots = slots(4, ROOM);
        StepRecorder first = slots.claim(1).loss(1).handOver();
        slots.claim(2).publish();
        slots.offer("evaluation");
        assertThat(slots.poll()).isNull();
        assertThat(slots.isEmpty()).isFalse();

        CompletableFuture.runAsync(() -> first.gradientNorm(3)
                        .tensor("0_W", TensorKind.UPDATE, 14, 15, 16, 17, 18, 19, 20, 21, 22)
                        .publish())
                .join();

        Step record = ((StepSlot) slots.poll()).toRecord();
        assertThat(record.getStep()).isEqualTo(1);
        assertThat(record.getLoss()).isEqualTo(1);
        assertThat(record.getGradientNorm()).isEqualTo(3);
        assertThat(record.getTensors()).hasSize(1);
        assertThat(((StepSlot) slots.poll()).step()).isEqualTo(2);
        assertThat(slots.poll()).isEqualTo("evaluation");
        assertThat(slots.isEmpty()).isTrue();
        assertThat(dropped).hasValue(0);
    }

    @Test
    void stepHandedOverToAFullQueue_isCountedOnceAndItsSlotIsFree() {
        StepSlots slots = slots(1, ROOM);
        slots.offer("evaluation");
        slots.offer("evaluation");
        slots.claim(1).handOver().loss(1).publish();
        assertThat(dropped).hasValue(1);
        slots.poll();
        slots.claim(2).publish();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void stepThatIsNeverCompleted_isDiscardedAtTheEndAndCounted() {
        StepSlots slots = slots(2, ROOM);
        slots.claim(1).handOver();
        slots.claim(2).publish();
        slots.discardIncomplete();
        slots.discardIncomplete();
        assertThat(((StepSlot) slots.poll()).step()).isEqualTo(2);
        assertThat(dropped).hasValue(1);
    }

    @Test
    void stepPublishedTwice_isSentOnce() {
        StepSlots slots = slots(4, ROOM);
        StepRecorder recorder = slots.claim(1);
        recorder.publish();
        recorder.publish();
        assertThat(slots.poll()).isNotNull();
        assertThat(slots.poll()).isNull();
        assertThat(dropped).hasValue(0);
    }

    @Test
    void stepPublishedAfterTheEnd_isCounted() {
        StepSlots slots = slots(4, ROOM);
        StepRecorder open = slots.claim(1);
        slots.stopAccepting();
        open.publish();
        slots.claim(2).publish();
        assertThat(dropped).hasValue(2);
        assertThat(slots.poll()).isNull();
    }

    @Test
    void tensorsBeyondTheMemoryLimit_areLeftOutAndTheStepIsKept() {
        MemoryBudget budget = new MemoryBudget(4_096);
        StepSlots slots = new StepSlots(2, budget, dropped);
        StepRecorder recorder = slots.claim(1).loss(2);
        for (int i = 0; i < 100; i++) {
            recorder.tensor("layer", TensorKind.GRADIENT, 1, 1, 1, 1, 0, 1, 0, 0, 0);
        }
        recorder.publish();
        StepSlot slot = (StepSlot) slots.poll();
        assertThat(slot.toRecord().getTensors()).hasSize(32);
        assertThat(slot.toRecord().getLoss()).isEqualTo(2);
        assertThat(budget.refusedRows()).isEqualTo(68);

        slots.release(slot);
        assertThat(budget.scarce())
                .as("large tables are given back where memory is scarce")
                .isFalse();
    }

    @Test
    void severalThreads_publishWithoutLoss() {
        StepSlots slots = slots(64, ROOM);
        int each = 5_000;
        CompletableFuture<?>[] threads = new CompletableFuture<?>[3];
        for (int thread = 0; thread < threads.length; thread++) {
            threads[thread] = CompletableFuture.runAsync(
                    () -> {
                        for (long step = 0; step < each; step++) {
                            slots.claim(step).loss(step).metric("m", step).publish();
                        }
                    },
                    command -> new Thread(command).start());
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(threads);
        long taken = 0;
        boolean done = false;
        while (!done || taken + dropped.get() < threads.length * each) {
            done = all.isDone();
            StepSlot slot = (StepSlot) slots.poll();
            if (slot != null) {
                assertThat(slot.toRecord().getLoss()).isEqualTo(slot.step());
                slots.release(slot);
                taken++;
            }
        }
        assertThat(taken + dropped.get()).isEqualTo(threads.length * each);
    }

    @Test
    void recordingAStep_allocatesNothing() {
        StepSlots slots = slots(8, ROOM);
        recordAndRelease(slots, 20_000);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        recordAndRelease(slots, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated)
                .as("bytes in 10,000 steps, what the measurement takes included")
                .isLessThan(10_000);
    }

    private static void recordAndRelease(StepSlots slots, int steps) {
        int[] shape = {32, 10};
        long[] counts = new long[10];
        for (int step = 0; step < steps; step++) {
            slots.claim(step)
                    .loss(step)
                    .learningRate(0.1)
                    .gradientNorm(1)
                    .tokens(step)
                    .trainingMode(true)
                    .shapes(shape, shape)
                    .lossElements(320)
                    .labelCounts(counts)
                    .predictionCounts(counts)
                    .metric("accuracy", 0.5)
                    .tensor("0_W", TensorKind.GRADIENT, 64, -1, 1, 0, 0.5, 4, 0, 0, 3)
                    .publish();
            slots.release((StepSlot) slots.poll());
        }
    }

    private StepSlots slots(int capacity, long memoryBytes) {
        return new StepSlots(capacity, new MemoryBudget(memoryBytes), dropped);
    }
}
