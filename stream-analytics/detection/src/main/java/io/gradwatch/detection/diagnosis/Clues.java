package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All that is known of a run when an alert is published, as numbers. */
public final class Clues {

    private static final Clue[] ALL = Clue.values();

    private Clues() {}

    /** One value a {@link Clue}, NaN where unknown. */
    public static float[] of(Alert alert, RunCurves curves, RunStarted run) {
        Clue.Case found = new Clue.Case(alert.getAlertClass(), alert.getOnsetStep(), curves, run);
        float[] values = new float[ALL.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ALL[i].of(found);
        }
        return values;
    }

    /**
     * True where the table may weigh a value: weight decay is judged by what was declared and by what it takes off at a
     * step, for what is right of it is another thing for each optimizer, rate and model.
     */
    public static boolean isWeighed(int clue) {
        return ALL[clue] != Clue.DECAY && ALL[clue] != Clue.DECAY_OF_STEP;
    }

    /** Names of the values. */
    public static List<String> names() {
        return Arrays.stream(ALL)
                .map(clue -> clue.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
