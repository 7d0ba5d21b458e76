package io.gradwatch.detection.testkit;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Map;

/** Steps that say more of their batch than a loss. */
public final class Batches {

    private Batches() {}

    /** A step in which output and target have these shapes; the elements of the loss may be null. */
    public static Step shapes(long step, List<Integer> output, List<Integer> target, Long lossElements) {
        return viewed(step, new BatchView(output, target, lossElements, List.of(), List.of()));
    }

    /** A step with these examples by class. */
    public static Step counts(long step, List<Long> labels, List<Long> predictions) {
        return viewed(step, view(labels, predictions));
    }

    /** A view of these examples by class. */
    public static BatchView view(List<Long> labels, List<Long> predictions) {
        return new BatchView(List.of(), List.of(), null, labels, predictions);
    }

    /** A step with the statistics of one tensor. */
    public static Step tensor(
            long step, String name, TensorKind kind, double low, double high, double mean, double spread) {
        Step seen = TestRun.stepOf(step, 1.0, null);
        seen.setTensors(List.of(tensor(name, kind, low, high, mean, spread)));
        return seen;
    }

    /** Statistics of a tensor of 1,000 elements. */
    public static TensorStatistics tensor(
            String name, TensorKind kind, double low, double high, double mean, double spread) {
        return new TensorStatistics(name, kind, 1000L, low, high, mean, spread, 1.0, 0L, 0L, 0L, null, null);
    }

    /** A step with loss and accuracy. */
    public static Step accurate(long step, double loss, double accuracy) {
        Step seen = TestRun.stepOf(step, loss, null);
        seen.setMetrics(Map.of("accuracy", accuracy));
        return seen;
    }

    /** A run that declares its classes. */
    public static RunStarted classes(int classes) {
        RunStarted started = TestRun.startedOf("digits");
        started.setClasses(classes);
        return started;
    }

    private static Step viewed(long step, BatchView view) {
        Step seen = TestRun.stepOf(step, 1.0, null);
        seen.setBatch(view);
        return seen;
    }
}
