package io.gradwatch.calibration.holdout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Figures of some outcomes, as {@code gradwatch evaluate} counts them.
 *
 * @param faulty runs with a fault that shows
 * @param found of these, those with an alarm of a right family
 * @param healthy runs without a fault
 * @param alarmed of these, those with any alarm
 * @param wrong pairs of a run and a family that it was wrongly told to have
 * @param macroRecall mean of recall over labels
 * @param delay median part of a run from onset to alarm, NaN without any
 */
record Figures(int faulty, int found, int healthy, int alarmed, long wrong, double macroRecall, double delay) {

    static Figures of(List<HeldOutOutcome> outcomes) {
        List<HeldOutOutcome> faulty = outcomes.stream()
                .filter(outcome -> outcome.judged().run().run().faulty())
                .toList();
        List<HeldOutOutcome> healthy = outcomes.stream()
                .filter(outcome -> outcome.judged().run().run().healthy())
                .toList();
        Map<Object, Double> labels = faulty.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.judged().run().run().label(),
                        Collectors.averagingDouble(outcome -> outcome.found() ? 1 : 0)));
        double[] delays = faulty.stream()
                .map(HeldOutOutcome::delay)
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new Figures(
                faulty.size(),
                (int) faulty.stream().filter(HeldOutOutcome::found).count(),
                healthy.size(),
                (int) healthy.stream().filter(HeldOutOutcome::falselyAlarmed).count(),
                faulty.stream().mapToLong(HeldOutOutcome::wrong).sum()
                        + healthy.stream().mapToLong(HeldOutOutcome::wrong).sum(),
                labels.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN),
                delays.length == 0 ? Double.NaN : delays[delays.length / 2]);
    }

    /** Figures of each part, by what tells the parts apart. */
    static <K> Map<K, Figures> by(List<HeldOutOutcome> outcomes, Function<HeldOutOutcome, K> part) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        part, TreeMap::new, Collectors.collectingAndThen(Collectors.toList(), Figures::of)));
    }

    double recall() {
        return faulty == 0 ? Double.NaN : (double) found / faulty;
    }

    double falseAlarms() {
        return healthy == 0 ? Double.NaN : (double) alarmed / healthy;
    }

    double precision() {
        return found + wrong == 0 ? Double.NaN : (double) found / (found + wrong);
    }

    double f1() {
        double sum = recall() + precision();
        return sum > 0 ? 2 * recall() * precision() / sum : 0;
    }
}
