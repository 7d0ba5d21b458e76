package io.gradwatch.agent.gateway.line;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.ByteBuffer;

/**
 * Makes the histogram of a tensor from JSON: an array for the negative elements and one for the positive ones, each
 * empty, or the exponent of the lowest bin and then the counts upwards.
 */
final class HistogramDecoder {

    private static final int LOWEST = MagnitudeHistogram.LOWEST_EXPONENT;
    private static final int HIGHEST = MagnitudeHistogram.HIGHEST_EXPONENT;

    /** Largest count: those of all bins together are a number. */
    private static final long MOST_ELEMENTS = Long.MAX_VALUE / MagnitudeHistogram.ALL_BINS;

    private HistogramDecoder() {}

    static ByteBuffer decode(JsonNode json, String path) {
        if (!json.isArray() || json.size() != 2) {
            throw JsonValues.bad(path, json, "an array of two, for the negative and the positive elements");
        }
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        add(histogram, true, json.get(0), path + "[0]");
        add(histogram, false, json.get(1), path + "[1]");
        return histogram.pack();
    }

    private static void add(MagnitudeHistogram histogram, boolean negative, JsonNode json, String path) {
        if (!json.isArray()) {
            throw JsonValues.bad(path, json, "an array");
        }
        if (json.isEmpty()) {
            return;
        }
        int lowest = (int) JsonValues.whole(json.get(0), path + "[0]", LOWEST, HIGHEST);
        int most = HIGHEST - lowest + 1;
        if (json.size() > 1 + most) {
            throw JsonValues.bad(path, json, "the exponent " + lowest + " and at most " + most + " counts");
        }
        for (int bin = 0; bin < json.size() - 1; bin++) {
            String name = path + "[" + (1 + bin) + "]";
            histogram.add(negative, lowest + bin, JsonValues.whole(json.get(1 + bin), name, 0, MOST_ELEMENTS));
        }
    }

    /**
     * Checks that a tensor has as many elements as its histogram.
     *
     * @throws IllegalArgumentException when it has fewer
     */
    static void check(TensorStatistics tensor, String path) {
        MagnitudeHistogram histogram = MagnitudeHistogram.unpack(tensor.getHistogram());
        if (histogram != null && histogram.total() > tensor.getElements()) {
            throw new IllegalArgumentException(path + ".histogram counted " + histogram.total()
                    + " elements but the tensor has " + tensor.getElements());
        }
    }
}
