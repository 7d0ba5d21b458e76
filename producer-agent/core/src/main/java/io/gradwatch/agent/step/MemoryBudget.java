package io.gradwatch.agent.step;

import java.util.concurrent.atomic.AtomicLong;

/** Memory for the tables of all slots together, so that a job of many layers cannot fill the heap through its agent. */
public final class MemoryBudget {

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong refusedRows = new AtomicLong();

    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** True when the bytes may be allocated; counts a refused row otherwise. */
    boolean take(long bytes) {
        if (usedBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        usedBytes.addAndGet(-bytes);
        refusedRows.incrementAndGet();
        return false;
    }

    void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** True when so much is taken that slots should not keep tables that they do not need. */
    public boolean scarce() {
        return usedBytes.get() > limitBytes / 2;
    }

    /** Rows of tensors or metrics that were left out for want of memory. */
    public long refusedRows() {
        return refusedRows.get();
    }
}
