package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All that is known of a run when an alert is told, as numbers. */
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

    /** Names of the values. */
    public static List<String> names() {
        return Arrays.stream(ALL)
                .map(clue -> clue.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
