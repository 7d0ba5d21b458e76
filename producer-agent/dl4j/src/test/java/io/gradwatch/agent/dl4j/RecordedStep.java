package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import io.gradwatch.schema.names.StepField;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the values that a listener records of one step, by the names of the methods that take them. */
class RecordedStep implements InvocationHandler {
    record Tensor(
            String layer,
            TensorKind kind,
            long elements,
            double minimum,
            double maximum,
            double mean,
            double standardDeviation,
            double l2Norm,
            long nanCount,
            long infinityCount,
            long zeroCount) {}

    final long number;
    final Map<String, Double> values = new HashMap<>();
    final List<Tensor> tensors = new ArrayList<>();
    /** Of each tensor; null where it has none. */
    final List<MagnitudeHistogram> histograms = new ArrayList<>();

    int[] targetShape;
    private final List<RecordedStep> published;

    RecordedStep(long number, List<RecordedStep> published) {
        this.number = number;
        this.published = published;
    }

    /** The value of a name, null if it was not recorded. */
    Double value(String name) {
        return values.get(name);
    }

    Tensor tensor(String layer, TensorKind kind) {
        return tensors.stream()
                .filter(tensor -> tensor.layer().equals(layer) && tensor.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " of " + layer + " in " + tensors));
    }

    MagnitudeHistogram histogram(String layer, TensorKind kind) {
        return histograms.get(tensors.indexOf(tensor(layer, kind)));
    }

    StepRecorder recorder() {
        return (StepRecorder)
                Proxy.newProxyInstance(StepRecorder.class.getClassLoader(), new Class<?>[] {StepRecorder.class}, this);
    }

    @Override
    public Object invoke(Object recorder, Method method, Object[] args) {
        String name = method.getName();
        switch (name) {
            case "metric" -> values.put((String) args[0], (Double) args[1]);
            case "shapes" -> targetShape = ((int[]) args[1]).clone();
            case "tensor" -> tensors.add(tensor(args));
            case "histogram" -> histograms.add((MagnitudeHistogram) args[0]);
            case "number", "count" -> values.put(((StepField) args[0]).field(), ((Number) args[1]).doubleValue());
            case "publish" -> published.add(this);
            default -> {
                if (args != null && args[0] instanceof Number number) {
                    values.put(name, number.doubleValue());
                } else if (args != null && args[0] instanceof Boolean flag) {
                    values.put(name, flag ? 1.0 : 0.0);
                }
            }
        }
        return method.getReturnType() == void.class ? null : recorder;
    }

    private static Tensor tensor(Object[] args) {
        return new Tensor(
                (String) args[0],
                (TensorKind) args[1],
                (Long) args[2],
                (Double) args[3],
                (Double) args[4],
                (Double) args[5],
                (Double) args[6],
                (Double) args[7],
                (Long) args[8],
                (Long) args[9],
                (Long) args[10]);
    }
}
