package io.gradwatch.detection.progress;

import io.gradwatch.detection.stats.Medians;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.Step;

/**
 * Durations of steps as medians of blocks: the usual ones, and after them the last ones. A plain state of 550 bytes,
 * O(1) a step on average.
 */
public class StepPace {

    private static final int BLOCK = 20;
    private static final int RECENT = 5;
    private static final int USUAL = 32;
    private static final int ENOUGH = 8;

    /** Unit of the work of a step. A change begins everything anew. */
    public enum Unit {
        STEP,
        EXAMPLE,
        TOKEN
    }

    /** Of the durations below. */
    public Unit unit = Unit.STEP;

    /** Tokens before the present step, -1 where they are not known. */
    public long tokens = -1;

    /** Durations of the present block, milliseconds for each unit. */
    public Ring block = new Ring(BLOCK);

    /** Blocks so far. */
    public long blocks;

    /** Medians of the last blocks. */
    public Ring recent = new Ring(RECENT);

    /** First steps of the last blocks. */
    public Ring begins = new Ring(RECENT);

    /** First step of the present block. */
    public long begin;

    /** Medians of the blocks before the last ones. */
    public Ring usual = new Ring(USUAL);

    /**
     * Takes a step.
     *
     * @param learn whether what leaves the last blocks becomes usual
     * @return whether it completed a block, and there are enough of them to compare
     */
    boolean take(Step step, boolean learn) {
        long before = tokens;
        tokens = step.getTokens() == null ? -1 : step.getTokens();
        Double duration = step.getDurationMillis();
        if (duration == null || !(duration > 0) || duration.isInfinite() || (tokens >= 0 && tokens <= before)) {
            return false;
        }
        boolean counted = tokens >= 0 && before >= 0;
        if (tokens >= 0 && !counted) {
            return false;
        }
        boolean examples = step.getBatchSize() != null && step.getBatchSize() > 0;
        Unit now = counted ? Unit.TOKEN : examples ? Unit.EXAMPLE : Unit.STEP;
        double work = counted ? tokens - before : examples ? step.getBatchSize() : 1;
        if (now != unit) {
            begin(now);
        }
        return add(duration / work, step.getStep(), learn);
    }

    private boolean add(double duration, long step, boolean learn) {
        begin = block.count % BLOCK == 0 ? step : begin;
        block.add(duration);
        if (block.count % BLOCK != 0 || blocks++ == 0) {
            return false;
        }
        if (recent.size() == RECENT && learn) {
            usual.add(recent.last(RECENT - 1));
        }
        recent.add(block.median(BLOCK));
        begins.add(begin);
        return usual.size() >= ENOUGH && recent.size() == RECENT;
    }

    private void begin(Unit now) {
        unit = now;
        block = new Ring(BLOCK);
        blocks = 0;
        recent = new Ring(RECENT);
        begins = new Ring(RECENT);
        usual = new Ring(USUAL);
    }

    String unit() {
        return unit.name().toLowerCase(java.util.Locale.ROOT);
    }

    double usual() {
        return Medians.of(usual.copy());
    }

    double slowestUsual() {
        return usual.greatest(USUAL);
    }

    double least() {
        return recent.least(RECENT);
    }

    double greatest() {
        return recent.greatest(RECENT);
    }

    /** First step of the oldest of the last blocks. */
    long recentBegin() {
        return (long) begins.last(begins.size() - 1);
    }
}
