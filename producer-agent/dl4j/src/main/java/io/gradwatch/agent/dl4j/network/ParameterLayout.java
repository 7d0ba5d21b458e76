package io.gradwatch.agent.dl4j.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Position of each layer's parameters in the flat arrays of parameters and gradients.
 *
 * @param segments one for each parameter tensor, without gaps, in the order of the flat arrays
 */
public record ParameterLayout(List<Segment> segments) {
    /**
     * One parameter tensor.
     *
     * @param name of the layer and the parameter, such as layer0_W
     * @param layer that it belongs to
     * @param parameter DL4J's key within the layer, such as W
     * @param from index of the first element
     * @param count of elements
     * @param trained false where no gradient moves it: frozen layers, and the running mean and variance of batch
     *     normalization, whose "gradients" are assignments
     */
    public record Segment(String name, Trainable layer, String parameter, long from, long count, boolean trained) {
        public IUpdater updater() {
            return layer.getConfig().getUpdaterByParam(parameter);
        }
    }

    public static ParameterLayout of(Network network) {
        List<Segment> segments = new ArrayList<>();
        long from = 0;
        for (Network.NetworkLayer layer : network.layers()) {
            Map<String, INDArray> parameters = layer.trainable().paramTable(false);
            if (parameters == null) {
                continue;
            }
            for (Map.Entry<String, INDArray> parameter : parameters.entrySet()) {
                segments.add(segment(
                        layer, parameter.getKey(), from, parameter.getValue().length()));
                from += parameter.getValue().length();
            }
        }
        long length = network.parameters() == null ? 0 : network.parameters().length();
        if (from != length) {
            throw new IllegalStateException("the layers have " + from + " parameters but the network " + length);
        }
        return new ParameterLayout(List.copyOf(segments));
    }

    private static Segment segment(Network.NetworkLayer layer, String parameter, long from, long count) {
        Trainable trainable = layer.trainable();
        boolean trained = trainable.updaterDivideByMinibatch(parameter)
                && !(trainable.getConfig().getUpdaterByParam(parameter) instanceof NoOp);
        return new Segment(layer.name() + "_" + parameter, trainable, parameter, from, count, trained);
    }

    /** The trained elements as few ranges, each of at most {@code longest} elements: pairs of start and count. */
    public List<long[]> trainedRanges(long longest) {
        List<long[]> ranges = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.trained()) {
                long[] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
                if (last != null && last[0] + last[1] == segment.from()) {
                    last[1] += segment.count();
                } else {
                    ranges.add(new long[] {segment.from(), segment.count()});
                }
            }
        }
        return ranges.stream().flatMap(range -> pieces(range, longest).stream()).toList();
    }

    private static List<long[]> pieces(long[] range, long longest) {
        List<long[]> pieces = new ArrayList<>();
        for (long done = 0; done < range[1]; done += longest) {
            pieces.add(new long[] {range[0] + done, Math.min(longest, range[1] - done)});
        }
        return pieces;
    }
}
