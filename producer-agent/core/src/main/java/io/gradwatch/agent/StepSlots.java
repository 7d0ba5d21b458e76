package io.gradwatch.agent;

import io.gradwatch.agent.queue.BoundedQueue;
import io.gradwatch.agent.queue.IndexStack;
import io.gradwatch.agent.step.MemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pool of slots, and the queue of what the training threads have published: steps in their slots, and evaluations.
 * A slot is made when it is first needed, and kept. The queue holds twice as many entries as there are slots, so that a
 * slot nearly always finds its place.
 */
final class StepSlots {

    /** In place of a training thread, of a slot that another thread completes. */
    static final OpenSlot HANDED_OVER = new OpenSlot();

    private final StepSlot[] all;
    private final IndexStack free;
    private final BoundedQueue<Object> published;
    private final MemoryBudget budget;
    private final AtomicLong dropped;
    private final ThreadLocal<OpenSlot> open = ThreadLocal.withInitial(OpenSlot::new);
    private volatile boolean accepting = true;

    /**
     * @param capacity slots, 1 or more
     * @param budget what the tables of the slots may take together
     * @param dropped counts each record that is lost here
     */
    StepSlots(int capacity, MemoryBudget budget, AtomicLong dropped) {
        this.budget = budget;
        this.dropped = dropped;
        all = new StepSlot[capacity];
        free = new IndexStack(capacity);
        published = new BoundedQueue<>(2 * capacity);
    }

    /** A slot for the calling thread to fill, or a recorder that discards when none is free. */
    StepRecorder claim(long step) {
        OpenSlot mine = open.get();
        if (mine.slot != null && mine.slot.filledBy == mine) {
            // The thread never published it: an exception came between, most likely.
            dropped.incrementAndGet();
            return mine.slot.begin(step);
        }
        int index = accepting ? free.take() : IndexStack.NONE;
        if (index == IndexStack.NONE) {
            dropped.incrementAndGet();
            return discarding();
        }
        StepSlot slot = all[index];
        if (slot == null) {
            slot = new StepSlot(index, this, budget);
            all[index] = slot;
        }
        slot.filledBy = mine;
        mine.slot = slot;
        return slot.begin(step);
    }

    /** A slot of the calling thread that nobody fills, so that it keeps nothing of what it is given. */
    StepSlot discarding() {
        OpenSlot mine = open.get();
        if (mine.discarding == null) {
            mine.discarding = new StepSlot(IndexStack.NONE, this, budget);
        }
        return mine.discarding;
    }

    /** Puts a slot into the queue; false when it does not fit, and the slot is free again. */
    boolean publish(StepSlot slot) {
        boolean taken = offer(slot);
        if (!taken) {
            slot.filledBy = null;
            free.giveBack(slot.index);
        }
        return taken;
    }

    /** Puts any other entry into the queue; counts it when it does not fit. */
    boolean offer(Object entry) {
        if (accepting && published.offer(entry)) {
            return true;
        }
        dropped.incrementAndGet();
        return false;
    }

    /**
     * The oldest entry, for the agent's thread; null when there is none, or when it is a step that another thread still
     * completes.
     */
    Object poll() {
        return published.peek() instanceof StepSlot slot && !slot.complete ? null : published.poll();
    }

    /** For the agent's thread: true when nothing waits, not even a step that is still completed. */
    boolean isEmpty() {
        return published.peek() == null;
    }

    /** Takes out a step that is still completed, for the agent's thread. Its slot is not used again: the run ends. */
    void discardIncomplete() {
        if (published.peek() instanceof StepSlot slot && !slot.complete) {
            published.poll();
            dropped.incrementAndGet();
        }
    }

    /** Gives a slot back that {@link #poll} returned. */
    void release(StepSlot slot) {
        if (budget.scarce()) {
            slot.shrink();
        }
        free.giveBack(slot.index);
    }

    /** From now on everything is discarded. */
    void stopAccepting() {
        accepting = false;
    }

    /** The slot that a thread is filling. */
    static final class OpenSlot {
        StepSlot slot;
        StepSlot discarding;
    }
}
