package io.gradwatch.detection.numerical;

import io.gradwatch.detection.spi.Phrases;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first tensor of a step, in the order in which a forward pass meets them, that holds a NaN or an infinity.
 *
 * @param layer name of the tensor's layer as the framework prints it
 * @param kind what the tensor is
 * @param nonFinite its elements that are NaN or infinite
 * @param elements all its elements
 */
record FirstNonFiniteTensor(String layer, TensorKind kind, long nonFinite, long elements) {

    /** Input first; forward before backward; then by layer; then as they were sent. */
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::pass).thenComparingInt(Place::layer).thenComparingInt(Place::index);

    /** Order in which a forward pass meets a tensor. */
    private record Place(int pass, int layer, int index) {

        static Place of(TensorStatistics tensor, List<Layer> declared, int index) {
            int pass = tensor.getKind() == TensorKind.INPUT ? 0 : backward(tensor.getKind()) ? 2 : 1;
            return new Place(
                    pass, pass == 0 ? 0 : FirstNonFiniteTensor.layer(tensor.getLayer(), declared, index), index);
        }
    }

    /**
     * @param tensors of one step
     * @param declared layers of the run, in order; the order of the tensors stands in where there are none
     * @param withBackward whether tensors of the backward pass (gradients and updates) count
     */
    static Optional<FirstNonFiniteTensor> of(
            List<TensorStatistics> tensors, List<Layer> declared, boolean withBackward) {
        TensorStatistics first = null;
        Place earliest = null;
        for (int i = 0; i < tensors.size(); i++) {
            TensorStatistics tensor = tensors.get(i);
            if (tensor.getNanCount() + tensor.getInfinityCount() > 0 && (withBackward || !backward(tensor.getKind()))) {
                Place place = Place.of(tensor, declared, i);
                if (earliest == null || ORDER.compare(place, earliest) < 0) {
                    earliest = place;
                    first = tensor;
                }
            }
        }
        return Optional.ofNullable(first)
                .map(tensor -> new FirstNonFiniteTensor(
                        tensor.getLayer(),
                        tensor.getKind(),
                        tensor.getNanCount() + tensor.getInfinityCount(),
                        tensor.getElements()));
    }

    /** True if a gradient or an update holds a value that is not finite. */
    static boolean inBackwardPass(List<TensorStatistics> tensors) {
        for (TensorStatistics tensor : tensors) {
            if (backward(tensor.getKind()) && tensor.getNanCount() + tensor.getInfinityCount() > 0) {
                return true;
            }
        }
        return false;
    }

    /** True if this is a gradient or an update. */
    boolean backward() {
        return backward(kind);
    }

    /** As in "gradient of layer conv1". */
    String words() {
        String what = kind.name().toLowerCase(Locale.ROOT);
        return kind == TensorKind.INPUT ? Phrases.named(what, layer) : what + " of " + Phrases.named("layer", layer);
    }

    private static boolean backward(TensorKind kind) {
        return kind == TensorKind.GRADIENT || kind == TensorKind.UPDATE;
    }

    private static int layer(String name, List<Layer> declared, int index) {
        int best = -1;
        int bestLength = -1;
        for (int i = 0; i < declared.size(); i++) {
            String candidate = declared.get(i).getName();
            if (candidate.length() > bestLength && belongs(name, candidate)) {
                best = i;
                bestLength = candidate.length();
            }
        }
        return best >= 0 ? best : declared.size() + index;
    }

    /**
     * A tensor of a layer has its name, or its name, a separator and the parameter: {@code 0_W}, {@code fc1.weight}.
     */
    private static boolean belongs(String tensor, String layer) {
        return tensor.equals(layer)
                || (tensor.startsWith(layer)
                        && tensor.length() > layer.length()
                        && "_./:".indexOf(tensor.charAt(layer.length())) >= 0);
    }
}
