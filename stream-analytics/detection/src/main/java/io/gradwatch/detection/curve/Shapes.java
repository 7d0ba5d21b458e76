package io.gradwatch.detection.curve;

import io.gradwatch.schema.BatchView;
import java.util.ArrayList;
import java.util.List;

/** Shapes of tensors where the output meets the target. */
public final class Shapes {

    private Shapes() {}

    /** Elements of a tensor of this shape. */
    public static double elements(List<Integer> shape) {
        double product = 1;
        for (int length : shape) {
            product *= Math.max(0, length);
        }
        return product;
    }

    /** Elements of the larger one of output and target. */
    public static double most(BatchView batch) {
        return Math.max(elements(batch.getOutputShape()), elements(batch.getTargetShape()));
    }

    /** Elements of the loss, counted or by the shapes; NaN where the shapes agree or do not tell. */
    public static double taken(BatchView batch) {
        List<Integer> output = batch.getOutputShape();
        List<Integer> target = batch.getTargetShape();
        if (batch.getLossElements() != null) {
            return batch.getLossElements();
        }
        boolean agree = output.equals(target) || classIndex(output, target) || classIndex(target, output);
        return agree ? Double.NaN : broadcastElements(output, target);
    }

    /** True where no loss compares these on purpose: its elements were counted, and the shapes differ in their axes. */
    public static boolean isCertain(BatchView batch) {
        return batch.getLossElements() != null
                && batch.getOutputShape().size() != batch.getTargetShape().size();
    }

    /** Elements of what two tensors become together by broadcasting; NaN where they do not go together. */
    static double broadcastElements(List<Integer> one, List<Integer> other) {
        double product = 1;
        for (int back = 1; back <= Math.max(one.size(), other.size()); back++) {
            int a = fromEnd(one, back);
            int b = fromEnd(other, back);
            if (a != b && a != 1 && b != 1) {
                return Double.NaN;
            }
            product *= Math.max(a, b);
        }
        return product;
    }

    /** True if the target holds the index of a class for each vector of the output: (N, C, ...) or (N, ..., C). */
    static boolean classIndex(List<Integer> output, List<Integer> target) {
        if (output.size() < 2 || target.size() != output.size() - 1) {
            return false;
        }
        return (output.get(1) > 1 && without(output, 1).equals(target))
                || (output.get(output.size() - 1) > 1
                        && without(output, output.size() - 1).equals(target));
    }

    /** As people write it, such as (32, 1). */
    public static String words(List<Integer> shape) {
        List<String> lengths = shape.stream().map(String::valueOf).toList();
        return "(" + String.join(", ", lengths) + ")";
    }

    private static int fromEnd(List<Integer> shape, int back) {
        return back > shape.size() ? 1 : shape.get(shape.size() - back);
    }

    private static List<Integer> without(List<Integer> shape, int axis) {
        List<Integer> rest = new ArrayList<>(shape);
        rest.remove(axis);
        return rest;
    }
}
