package io.gradwatch.detection.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Order of the causes of an alert: what is proven first, then by what the clues speak for; what is ruled out is left
 * out.
 */
public final class Ranking {

    private Ranking() {}

    /**
     * True where the table knows the causes of the symptom: blow-ups and standstills. Of others only what is proven
     * goes before what their detectors say.
     */
    public static boolean covers(float[] clues) {
        Seen seen = new Seen(clues);
        return seen.isBlowUp() || seen.isStandstill();
    }

    /** All causes that can be told apart, likeliest first. */
    public static List<Cause> of(CauseModel model, float[] clues) {
        Seen seen = new Seen(clues);
        List<Cause> ranked = new ArrayList<>(Proof.of(seen));
        double[] scores = model.scores(clues);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += Sign.of(model.causes().get(i), seen);
        }
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .map(model.causes()::get)
                .filter(cause -> !ranked.contains(cause) && !Disproof.of(cause, seen))
                .forEach(ranked::add);
        return ranked;
    }
}
