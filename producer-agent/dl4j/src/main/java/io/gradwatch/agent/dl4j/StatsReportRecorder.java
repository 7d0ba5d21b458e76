package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.dl4j.network.NetworkConfiguration.TrainedParameter;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Records what {@link StatsReport}s of one network say, each as one step. */
final class StatsReportRecorder {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LongFunction<StepRecorder> steps;
    private final Guard guard;
    private final ReportedNetwork network;
    private final ReportedTensors tensors;
    private long lastIteration = -1;
    private long lastNanos;
    private long lastExamples;
    private long lastMinibatches;

    /** @param network null where the reports do not tell it */
    StatsReportRecorder(LongFunction<StepRecorder> steps, Guard guard, ReportedNetwork network) {
        this.steps = steps;
        this.guard = guard;
        this.network = network;
        this.tensors = new ReportedTensors(network);
    }

    void record(StatsReport report) {
        StepRecorder step = steps.apply(report.getIterationCount());
        if (report.hasScore()) {
            step.loss(report.getScore());
        }
        recordDuration(step, report.getIterationCount());
        guard.run(GuardedPart.LEARNING_RATE, () -> recordLearningRates(step, report));
        guard.run(GuardedPart.MEMORY, () -> recordMemory(step, report));
        guard.run(GuardedPart.TENSORS, () -> {
            double batchSize = batchSize(report);
            if (batchSize > 0 && batchSize == Math.rint(batchSize)) {
                step.batchSize((int) batchSize);
            }
            tensors.record(step, report, batchSize);
        });
        step.publish();
    }

    /** From report to report by the clock of the job: the times in the reports are whole milliseconds. */
    private void recordDuration(StepRecorder step, long iteration) {
        long now = System.nanoTime();
        if (lastIteration >= 0 && iteration > lastIteration) {
            step.durationMillis((now - lastNanos) / NANOS_PER_MILLI / (iteration - lastIteration));
        }
        lastIteration = iteration;
        lastNanos = now;
    }

    /** Mean over the minibatches since the last report; 0 where the report does not count them. */
    private double batchSize(StatsReport report) {
        if (!report.hasPerformance()) {
            return 0;
        }
        long minibatches = report.getTotalMinibatches() - lastMinibatches;
        double batchSize = minibatches <= 0 ? 0 : (double) (report.getTotalExamples() - lastExamples) / minibatches;
        lastMinibatches = report.getTotalMinibatches();
        lastExamples = report.getTotalExamples();
        return batchSize;
    }

    /** The first trained parameter speaks for the step; those that differ are told beside it. */
    private void recordLearningRates(StepRecorder step, StatsReport report) {
        if (!report.hasLearningRates()) {
            return;
        }
        Double first = null;
        for (Map.Entry<String, Double> rate : learningRates(report).entrySet()) {
            if (first == null) {
                first = rate.getValue();
                step.learningRate(first);
            } else if (!first.equals(rate.getValue())) {
                step.metric("learning_rate/" + name(rate.getKey()), rate.getValue());
            }
        }
    }

    /** StatsListener writes 0 for an updater that has no learning rate; the configuration tells the two apart. */
    private Map<String, Double> learningRates(StatsReport report) {
        Map<String, Double> all = report.getLearningRates();
        if (network == null) {
            Map<String, Double> positive = new TreeMap<>(all);
            positive.values().removeIf(rate -> rate == 0);
            return positive;
        }
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Map.Entry<String, TrainedParameter> parameter : network.trained().entrySet()) {
            Double rate = all.get(parameter.getKey());
            if (rate != null && parameter.getValue().updater().hasLearningRate()) {
                rates.put(parameter.getKey(), rate);
            }
        }
        return rates;
    }

    private void recordMemory(StepRecorder step, StatsReport report) {
        if (report.hasMemoryUse()) {
            step.hostMemoryBytes(report.getJvmCurrentBytes() + report.getOffHeapCurrentBytes());
            long[] devices = report.getDeviceCurrentBytes();
            if (devices != null && Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.CUDA) {
                step.deviceMemoryBytes(Arrays.stream(devices).sum());
            }
        }
        if (report.hasGarbageCollection()) {
            step.metric(
                    "garbage_collection_ms",
                    report.getGarbageCollectionStats().stream()
                            .mapToInt(collector -> collector.getSecond()[1])
                            .sum());
        }
        step.metric("stats_collection_ms", report.getStatsCollectionDurationMs());
    }

    private String name(String reported) {
        return network == null ? reported : network.name(reported);
    }
}
