package io.gradwatch.standalone.replay;

import io.gradwatch.schema.Resolution;

/** Words for why an alert ended. */
public final class Endings {

    private Endings() {}

    /** Such as "the run ended with it". */
    public static String why(Resolution resolution) {
        return switch (resolution) {
            case CLEARED -> "the fault is gone";
            case RUN_ENDED -> "the run ended with it";
            case NEW_ATTEMPT -> "a new attempt began";
            case SWITCHED_OFF -> "its detector was switched off";
            case UNKNOWN -> "for a reason that was not given";
        };
    }
}
