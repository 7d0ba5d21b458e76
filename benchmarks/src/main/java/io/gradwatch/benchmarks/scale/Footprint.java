package io.gradwatch.benchmarks.scale;

import java.util.Locale;

/**
 * Cost of watching some runs, in one part.
 *
 * @param part detection, fleet or alerting
 * @param runs that are live
 * @param heapBytes that live after a collection, less what lives when the part is stopped
 * @param diskBytes of the state that it goes on from: the checkpoint, or the outbox; 0 where it has none
 * @param loadSeconds from the start over a full topic until all of it is taken in
 * @param stopSeconds until it is stopped, its last checkpoint included
 * @param restartSeconds from the next start until what is sent after it is answered
 */
record Footprint(
        String part,
        int runs,
        long heapBytes,
        long diskBytes,
        double loadSeconds,
        double stopSeconds,
        double restartSeconds) {

    private static final double MEBIBYTE = 1 << 20;

    /** Bytes of heap and of disk that each further run takes, from those of fewer runs. */
    String slopeFrom(Footprint fewer) {
        double more = runs - fewer.runs;
        return String.format(
                Locale.ROOT,
                "%s: a run more takes %,.0f bytes of heap, %,.0f of disk, %.2f ms of a restart",
                part,
                (heapBytes - fewer.heapBytes) / more,
                (diskBytes - fewer.diskBytes) / more,
                1e3 * (restartSeconds - fewer.restartSeconds) / more);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-9s %,7d runs   heap %,7.1f MiB   disk %,7.1f MiB   taken in within %5.1f s   stopped in %4.1f s"
                        + "   restarted in %5.1f s",
                part,
                runs,
                heapBytes / MEBIBYTE,
                diskBytes / MEBIBYTE,
                loadSeconds,
                stopSeconds,
                restartSeconds);
    }
}
