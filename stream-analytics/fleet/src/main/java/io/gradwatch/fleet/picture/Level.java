package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertDetail.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A horizontal line that an alert compares its series with; the page's charts have the same.
 *
 * @param threshold true for the threshold, false for what was usual
 */
record Level(double value, String label, boolean threshold) {

    /** Growth from which on what was usual is flat on a linear axis. */
    private static final double FLAT_FROM = 100;

    /** Evidence that is a level of the series itself, or a multiple of one: what was usual, and the threshold. */
    static List<Level> of(AlertDetail alert, String series) {
        List<Evidence> evidence = alert.evidence();
        List<Level> levels = new ArrayList<>();
        baseline(evidence, series)
                .ifPresent(usual -> levels.add(new Level(
                        usual.value(), NumberText.line(usual.name()) + " " + NumberText.of(usual.value()), false)));
        for (int i = 0; i < evidence.size(); i++) {
            Evidence one = evidence.get(i);
            if (one.series().equals(series) && one.threshold() != null && Double.isFinite(one.threshold())) {
                double limit = one.threshold();
                String sign = one.comparison().replace(">=", "≥").replace("<=", "≤");
                if (one.role().equals("level")) {
                    levels.add(new Level(limit, "threshold " + sign + " " + NumberText.of(limit), true));
                } else if (one.role().equals("ratio")) {
                    baseline(evidence.subList(i, evidence.size()), series)
                            .ifPresent(base -> levels.add(multiple(base.value(), limit, sign)));
                }
            }
        }
        return levels;
    }

    private static Level multiple(double base, double limit, String sign) {
        String label = "threshold " + sign + " " + NumberText.of(base * limit) + ", " + NumberText.of(limit) + " times";
        return new Level(base * limit, label, true);
    }

    /** True where the series grew so much that a linear axis shows a corner. */
    static boolean showsBestOnLogAxis(AlertDetail alert) {
        return alert.evidence().stream().anyMatch(one -> growth(one, alert.evidence()) >= FLAT_FROM);
    }

    /** Growth that evidence speaks of; 0 where it speaks of none. */
    private static double growth(Evidence one, List<Evidence> all) {
        OptionalDouble base = OptionalDouble.empty();
        if (one.role().equals("ratio")) {
            base = OptionalDouble.of(1);
        } else if (one.role().equals("level") && !one.series().isEmpty()) {
            base = baseline(all, one.series())
                    .map(usual -> OptionalDouble.of(usual.value()))
                    .orElse(base);
        }
        return base.isEmpty() || Double.isNaN(one.value()) ? 0 : one.value() / base.getAsDouble();
    }

    private static Optional<Evidence> baseline(List<Evidence> evidence, String series) {
        return evidence.stream()
                .filter(one -> one.role().equals("baseline") && one.series().equals(series))
                .filter(one -> Double.isFinite(one.value()))
                .findFirst();
    }
}
