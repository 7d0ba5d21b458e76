package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.api.SummaryType;

/** Records the tensors of reports: statistics, mean magnitudes, and norms of the whole network where they follow. */
final class ReportedTensors {
    private static final String INPUT = "input";

    private final ReportedNetwork network;
    /** Elements by kind and name, as histograms of finite tensors counted them. */
    private final Map<String, Long> sizes = new HashMap<>();

    /** @param network null where the reports do not tell it */
    ReportedTensors(ReportedNetwork network) {
        this.network = network;
    }

    /** @param batchSize of the step, 0 where it is not known */
    void record(StepRecorder step, StatsReport report, double batchSize) {
        record(step, read(report, StatsType.Activations, 1), TensorKind.ACTIVATION);
        if (batchSize > 0) {
            // DL4J hands out the sum over the minibatch, and divides it in the updater.
            Map<String, ReportedTensor> gradients = read(report, StatsType.Gradients, batchSize);
            record(step, gradients, TensorKind.GRADIENT);
            Double norm = norm(gradients);
            if (norm != null) {
                step.gradientNorm(norm);
            }
        }
        Map<String, ReportedTensor> parameters = read(report, StatsType.Parameters, 1);
        Map<String, ReportedTensor> updates = read(report, StatsType.Updates, 1);
        record(step, parameters, TensorKind.PARAMETER);
        record(step, updates, TensorKind.UPDATE);
        Double parameterNorm = norm(parameters);
        Double updateNorm = norm(updates);
        if (parameterNorm != null) {
            step.parameterNorm(parameterNorm);
            if (updateNorm != null && parameterNorm != 0) {
                step.updateRatio(updateNorm / parameterNorm);
            }
        }
    }

    private Map<String, ReportedTensor> read(StatsReport report, StatsType type, double divisor) {
        Map<String, Histogram> histograms = orNone(report.hasHistograms(type) ? report.getHistograms(type) : null);
        Map<String, Double> means =
                orNone(report.hasSummaryStats(type, SummaryType.Mean) ? report.getMean(type) : null);
        Map<String, Double> deviations =
                orNone(report.hasSummaryStats(type, SummaryType.Stdev) ? report.getStdev(type) : null);
        Map<String, Double> magnitudes = orNone(
                report.hasSummaryStats(type, SummaryType.MeanMagnitudes) ? report.getMeanMagnitudes(type) : null);
        Map<String, ReportedTensor> tensors = new LinkedHashMap<>();
        for (String name : (means.isEmpty() ? magnitudes : means).keySet()) {
            Histogram histogram = histograms.get(name);
            tensors.put(
                    name,
                    new ReportedTensor(
                            elements(type, name, histogram),
                            histogram,
                            means.get(name),
                            deviations.get(name),
                            magnitudes.get(name),
                            divisor));
        }
        return tensors;
    }

    private static <T> Map<String, T> orNone(Map<String, T> map) {
        return map == null ? Map.of() : map;
    }

    /** Count of a histogram in which every element has its bin; else that of an earlier one, 0 if there was none. */
    private long elements(StatsType type, String name, Histogram histogram) {
        // A gradient and an update have as many elements as their parameter.
        String key = (type == StatsType.Activations ? "activation " : "parameter ") + name;
        if (histogram != null && Double.isFinite(histogram.getMin()) && Double.isFinite(histogram.getMax())) {
            long counted = IntStream.of(histogram.getBinCounts()).asLongStream().sum();
            if (type == StatsType.Activations || counted > sizes.getOrDefault(key, 0L)) {
                sizes.put(key, counted);
            }
        }
        return sizes.getOrDefault(key, 0L);
    }

    private void record(StepRecorder step, Map<String, ReportedTensor> tensors, TensorKind kind) {
        tensors.forEach((reported, tensor) -> {
            String name = network == null ? reported : network.name(reported);
            boolean input = kind == TensorKind.ACTIVATION && isInput(reported);
            tensor.recordTo(step, name, input ? TensorKind.INPUT : kind);
            if (tensor.meanMagnitude() != null) {
                step.metric(
                        "mean_magnitude/" + kind.name().toLowerCase(Locale.ROOT) + "/" + name,
                        tensor.meanMagnitude() / tensor.divisor());
            }
        });
    }

    private boolean isInput(String reported) {
        return network == null ? reported.equals(INPUT) : network.inputs().contains(reported);
    }

    /**
     * L2 norm over all parameters that are trained; null where it does not follow from what the report says of them.
     */
    private Double norm(Map<String, ReportedTensor> tensors) {
        Set<String> wanted =
                network == null ? tensors.keySet() : network.trained().keySet();
        double sum = 0;
        for (String name : wanted) {
            ReportedTensor tensor = tensors.get(name);
            Double squares = tensor == null ? null : tensor.sumOfSquares();
            if (squares == null) {
                return null;
            }
            sum += squares;
        }
        return wanted.isEmpty() ? null : Double.valueOf(Math.sqrt(sum));
    }
}
