package io.gradwatch.fleet.history;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Records of telemetry, made for tests. */
public final class Records {

    /** 2026-11-03 00:00 UTC. */
    public static final long START = 1_793_664_000_000L;

    private final AtomicLong sequence = new AtomicLong();

    public byte[] step(String run, int attempt, long step, Double loss, Map<String, Double> metrics) {
        return step(run, attempt, 0, step, START + step * 1000, loss, metrics, List.of());
    }

    public byte[] step(
            String run,
            int attempt,
            int rank,
            long step,
            long millis,
            Double loss,
            Map<String, Double> metrics,
            List<TensorStatistics> tensors) {
        return record(
                run,
                attempt,
                rank,
                millis,
                Step.newBuilder()
                        .setStep(step)
                        .setLoss(loss)
                        .setMetrics(metrics)
                        .setTensors(tensors)
                        .build());
    }

    public byte[] evaluation(
            String run, int attempt, long step, Split split, Double loss, Map<String, Double> metrics) {
        return record(
                run,
                attempt,
                0,
                START + step * 1000,
                Evaluation.newBuilder()
                        .setStep(step)
                        .setSplit(split)
                        .setLoss(loss)
                        .setMetrics(metrics)
                        .build());
    }

    public byte[] started(String run, int attempt, long millis, RunStarted started) {
        return record(run, attempt, 0, millis, started);
    }

    public byte[] ended(String run, int attempt, long millis, Outcome outcome, long step) {
        return record(
                run,
                attempt,
                0,
                millis,
                RunEnded.newBuilder().setOutcome(outcome).setStep(step).build());
    }

    public static TensorStatistics tensor(String layer, double norm) {
        return TensorStatistics.newBuilder()
                .setLayer(layer)
                .setKind(TensorKind.GRADIENT)
                .setElements(10)
                .setMinimum(-1)
                .setMaximum(1)
                .setMean(0)
                .setStandardDeviation(1)
                .setL2Norm(norm)
                .setNanCount(Double.isNaN(norm) ? 10 : 0)
                .build();
    }

    public byte[] record(String run, int attempt, int rank, long millis, Object event) {
        Origin origin = Origin.newBuilder()
                .setRunId(run)
                .setAttempt(attempt)
                .setRank(rank)
                .setSession(1)
                .setSequence(sequence.getAndIncrement())
                .setTimestampMillis(millis)
                .build();
        return Topics.TELEMETRY.codec().encode(new Telemetry(origin, event));
    }
}
