package io.gradwatch.detection.engine.slot;

import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import java.util.List;

/**
 * The detectors that an event is shown to. It goes by the kind of the event and the signals that it carries, which are
 * the same again and again: so the choice is remembered, in {@value #SLOTS} places at most.
 */
public final class DetectorDispatch {

    private static final int SLOTS = 256;
    private static final int KIND_SHIFT = 32;
    private static final int SPEAKS_SHIFT = 40;

    private final List<DetectorSlot<?>> slots;
    private final Choice[] choices = new Choice[SLOTS];

    /** Immutable, so that threads which share an engine see one whole or none. */
    private record Choice(long key, DetectorSlot<?>[] slots) {}

    public DetectorDispatch(List<DetectorSlot<?>> slots) {
        this.slots = slots;
    }

    /**
     * Those that look at an event; must not be changed.
     *
     * @param carried the event's signals, as {@link SignalBits#of} gives them
     * @param speaks whether it comes from the rank that speaks for the job; detectors of that rank alone see no other
     */
    public DetectorSlot<?>[] of(Object event, int carried, boolean speaks) {
        long key = carried | (kind(event) << KIND_SHIFT) | ((speaks ? 1L : 0L) << SPEAKS_SHIFT);
        int slot = Long.hashCode(key * 0x9E3779B97F4A7C15L) & (SLOTS - 1);
        Choice choice = choices[slot];
        if (choice == null || choice.key != key) {
            choice = new Choice(key, choose(event, carried, speaks));
            choices[slot] = choice;
        }
        return choice.slots;
    }

    private DetectorSlot<?>[] choose(Object event, int carried, boolean speaks) {
        return slots.stream()
                .filter(slot -> speaks || slot.spec().ranks() == Ranks.ALL)
                .filter(slot -> slot.looksAt(event, carried))
                .toArray(DetectorSlot<?>[]::new);
    }

    private static long kind(Object event) {
        if (event instanceof Step) {
            return 1;
        } else if (event instanceof Evaluation) {
            return 2;
        } else if (event instanceof Heartbeat) {
            return 3;
        } else if (event instanceof Notice) {
            return 4;
        }
        return event instanceof RunEnded ? 5 : 6;
    }
}
