package io.gradwatch.agent.logs.layers;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The statistics of a run's layers, from a CSV file with the columns {@code step, epoch, layer, activation, zero_frac,
 * sat_frac, act_std, weight_norm, grad_norm}, of which step and layer must be there. All of the file is in memory: it
 * has a row for a layer and an epoch, not for a step.
 *
 * <p>Such a file does not say how many elements a tensor has. They are told as {@value #NOMINAL_ELEMENTS} each, so that
 * the counts of zero and saturated elements keep six digits of their fractions; what was not measured is NaN.
 */
final class LayerStatistics {

    /** Elements that every tensor is told to have. */
    static final long NOMINAL_ELEMENTS = 1_000_000;

    /**
     * The layers at one step of one attempt.
     *
     * @param epoch or null
     */
    record AtStep(Double epoch, List<TensorStatistics> tensors, Set<String> layers) {}

    private final NavigableMap<Long, Deque<AtStep>> bySteps = new TreeMap<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private UnreadableLogException problem;

    private LayerStatistics() {}

    /** Reads a file as far as it can be read; {@link #problem} says what is wrong with the rest. */
    static LayerStatistics of(Path file) {
        LayerStatistics statistics = new LayerStatistics();
        try (LayerRows rows = LayerRows.open(file)) {
            while (rows.next()) {
                statistics.add(rows);
            }
        } catch (UnreadableLogException e) {
            statistics.problem = e;
        }
        return statistics;
    }

    Optional<UnreadableLogException> problem() {
        return Optional.ofNullable(problem);
    }

    /** The layers in the order in which the file first names them. */
    List<Layer> layers() {
        return List.copyOf(layers.values());
    }

    /** The statistics at a step; where a file has several for a step, each is given once, in its order. */
    Optional<AtStep> take(long step) {
        Deque<AtStep> attempts = bySteps.get(step);
        return attempts == null ? Optional.empty() : Optional.ofNullable(attempts.poll());
    }

    /** The steps with statistics after one step and before another, ascending. */
    List<Long> stepsBetween(long after, long before) {
        return after + 1 >= before
                ? List.of()
                : bySteps.subMap(after, false, before, false).entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private void add(LayerRows row) throws UnreadableLogException {
        long step = row.step();
        String layer = row.layer();
        Deque<AtStep> attempts = bySteps.computeIfAbsent(step, ignored -> new ArrayDeque<>());
        if (attempts.isEmpty() || !attempts.getLast().layers().add(layer)) {
            attempts.add(new AtStep(row.number("epoch"), new ArrayList<>(), new HashSet<>(Set.of(layer))));
        }
        attempts.getLast().tensors().addAll(tensors(layer, row));
        layers.putIfAbsent(
                layer,
                Layer.newBuilder()
                        .setName(layer)
                        .setActivation(row.text("activation"))
                        .build());
    }

    private static List<TensorStatistics> tensors(String layer, LayerRows row) throws UnreadableLogException {
        List<TensorStatistics> tensors = new ArrayList<>();
        Double zero = row.fraction("zero_frac");
        Double saturated = row.fraction("sat_frac");
        Double deviation = row.number("act_std");
        if (zero != null || saturated != null || deviation != null) {
            TensorStatistics activation = unknown(layer, TensorKind.ACTIVATION, deviation);
            activation.setStandardDeviation(finiteOrNaN(deviation));
            activation.setZeroCount(zero == null ? 0 : Math.round(zero * NOMINAL_ELEMENTS));
            activation.setSaturatedCount(saturated == null ? null : Math.round(saturated * NOMINAL_ELEMENTS));
            tensors.add(activation);
        }
        addNorm(layer, TensorKind.PARAMETER, row.number("weight_norm"), tensors);
        addNorm(layer, TensorKind.GRADIENT, row.number("grad_norm"), tensors);
        return tensors;
    }

    private static void addNorm(String layer, TensorKind kind, Double norm, List<TensorStatistics> tensors) {
        if (norm != null) {
            TensorStatistics statistics = unknown(layer, kind, norm);
            statistics.setL2Norm(finiteOrNaN(norm));
            tensors.add(statistics);
        }
    }

    /** A tensor of which nothing is known but that a statistic of it that is not finite has an element that is not. */
    private static TensorStatistics unknown(String layer, TensorKind kind, Double statistic) {
        return TensorStatistics.newBuilder()
                .setLayer(layer)
                .setKind(kind)
                .setElements(NOMINAL_ELEMENTS)
                .setMinimum(Double.NaN)
                .setMaximum(Double.NaN)
                .setMean(Double.NaN)
                .setStandardDeviation(Double.NaN)
                .setL2Norm(Double.NaN)
                .setNanCount(statistic != null && statistic.isNaN() ? 1 : 0)
                .setInfinityCount(statistic != null && statistic.isInfinite() ? 1 : 0)
                .build();
    }

    private static double finiteOrNaN(Double value) {
        return value == null || value.isInfinite() ? Double.NaN : value;
    }
}
