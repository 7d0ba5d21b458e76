package io.gradwatch.standalone.evaluate;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The figures of some judged runs. Runs whose label says nothing, and faults that do not show in the logged numbers,
 * are no part of them; the latter are counted apart.
 *
 * @param faulty runs with a fault that shows
 * @param found of these, those with an alert of an accepted class
 * @param healthy runs without a fault
 * @param falselyAlarmed of these, those with any alert
 * @param wrongFamilies pairs of a run and a family of classes of which it had a wrong alert
 * @param wronglyTold faulty runs with an alert of a class that their label does not accept
 * @param hidden runs with a fault that does not show
 * @param hiddenFound of these, those with any alert
 * @param labels number of faulty runs that were found, by label
 * @param delayRows median of the rows from onset to alert, over the runs found whose onset is known
 * @param delayFraction median of the same as a fraction of the rows of its run
 */
public record Score(
        long faulty,
        long found,
        long healthy,
        long falselyAlarmed,
        long wrongFamilies,
        long wronglyTold,
        long hidden,
        long hiddenFound,
        Map<Label, Found> labels,
        OptionalDouble delayRows,
        OptionalDouble delayFraction) {

    /**
     * Number of runs whose fault was found.
     *
     * @param found with an accepted alert
     * @param total of all
     */
    public record Found(long found, long total) {
        @Override
        public String toString() {
            return found + "/" + total;
        }
    }

    public static Score of(List<JudgedRun> runs) {
        List<JudgedRun> faulty =
                runs.stream().filter(judged -> judged.run().faulty()).toList();
        List<JudgedRun> healthy =
                runs.stream().filter(judged -> judged.run().healthy()).toList();
        List<JudgedRun> hidden =
                runs.stream().filter(judged -> judged.run().hidden()).toList();
        List<JudgedRun> timed =
                faulty.stream().filter(judged -> judged.delayRows().isPresent()).toList();
        ToDoubleFunction<JudgedRun> delay = judged -> judged.delayRows().getAsLong();
        return new Score(
                faulty.size(),
                faulty.stream().filter(JudgedRun::found).count(),
                healthy.size(),
                healthy.stream().filter(JudgedRun::falselyAlarmed).count(),
                Stream.concat(faulty.stream(), healthy.stream())
                        .mapToLong(judged -> judged.wrongFamilies().size())
                        .sum(),
                faulty.stream().filter(judged -> !judged.wrong().isEmpty()).count(),
                hidden.size(),
                hidden.stream().filter(judged -> !judged.alerts().isEmpty()).count(),
                labels(faulty),
                median(timed.stream().mapToDouble(delay)),
                median(timed.stream()
                        .mapToDouble(judged ->
                                delay.applyAsDouble(judged) / judged.run().rows())));
    }

    /** Part of the faulty runs that were found, 0 to 1. */
    public double recall() {
        return ratio(found, faulty);
    }

    /** Mean of the recall over the labels, so that a rare fault counts as much as a common one; empty without any. */
    public OptionalDouble macroRecall() {
        return labels.values().stream()
                .mapToDouble(label -> ratio(label.found, label.total))
                .average();
    }

    /** Part of the healthy runs with a false alarm, 0 to 1. */
    public double falseAlarmRate() {
        return ratio(falselyAlarmed, healthy);
    }

    /** Part of the pairs of run and alert family that were right, 0 to 1. */
    public double precision() {
        return ratio(found, found + wrongFamilies);
    }

    /** Harmonic mean of recall and precision, 0 to 1. */
    public double f1() {
        double sum = recall() + precision();
        return sum == 0 ? 0 : 2 * recall() * precision() / sum;
    }

    private static Map<Label, Found> labels(List<JudgedRun> faulty) {
        Map<Label, Found> labels = new TreeMap<>();
        faulty.forEach(judged -> labels.merge(
                judged.run().label(),
                new Found(judged.found() ? 1 : 0, 1),
                (a, b) -> new Found(a.found + b.found, a.total + b.total)));
        return labels;
    }

    private static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
