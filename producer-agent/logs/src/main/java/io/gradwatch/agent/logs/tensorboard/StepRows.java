package io.gradwatch.agent.logs.tensorboard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Collects values that are written one tag at a time into one row a step. A row is complete when another step begins.
 *
 * <ul>
 *   <li>A tag that is written again at the step of the row with another value begins a row of its own.
 *   <li>A step that is not further than where its tag was before is a restart from a checkpoint: the rows go back.
 *   <li>A tag that comes late, at a step that the run has left behind though the tag has not, belongs to the row at
 *       hand: it was not known before.
 * </ul>
 */
final class StepRows {

    private final BiConsumer<Long, Map<String, Double>> complete;
    private final Map<String, Long> lastSteps = new HashMap<>();
    private Map<String, Double> row = new LinkedHashMap<>();
    private long step = -1;
    private int restarts;

    /** @param complete takes the step and the values of each row, in the order of the tags */
    StepRows(BiConsumer<Long, Map<String, Double>> complete) {
        this.complete = complete;
    }

    void add(long at, String tag, double value) {
        Long last = lastSteps.put(tag, at);
        boolean late = at < step && (last == null || last < at);
        if (at < step && !late) {
            restart();
            lastSteps.put(tag, at);
        }
        boolean again = row.containsKey(tag) && Double.compare(row.get(tag), value) != 0;
        if (again || (at != step && !late)) {
            end();
            step = late ? step : at;
        }
        row.put(tag, value);
    }

    /** The next value may be at any step. */
    void restart() {
        end();
        lastSteps.clear();
        step = -1;
        restarts++;
    }

    /** Count of the restarts so far. */
    int restarts() {
        return restarts;
    }

    /** Completes the row at hand. */
    void end() {
        if (!row.isEmpty()) {
            complete.accept(step, row);
            row = new LinkedHashMap<>();
        }
    }
}
