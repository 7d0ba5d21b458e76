package io.gradwatch.detection.wiring;

import io.gradwatch.schema.TensorStatistics;

/** Scale of an input by its statistics, mildest first. */
public enum InputScaleKind {
    /** About zero mean and unit variance, within [-1, 1], or not to be told. */
    FINE("as expected"),
    /** Neither, but not far off. */
    UNUSUAL("not near zero mean and unit variance"),
    /** All elements are the same. */
    CONSTANT("the same number everywhere"),
    /** The spread is tiny. */
    TINY("tiny, as if normalised twice"),
    /** The spread is huge. */
    HUGE("huge, as if never normalised"),
    /** Whole numbers of a byte. */
    RAW_BYTES("raw, from 0 to 255");

    private static final int FEW_ELEMENTS = 16;
    private static final double BYTE = 255;
    /** A picture that was scaled to [0, 1] ends well below. */
    private static final double BYTE_AT_LEAST = 100;

    /** The elements of what was divided by 255 twice are at most 1/255; a quiet signal scaled once is above 0.05. */
    private static final double TINY_AT_MOST = 0.05;

    private static final double UNUSUAL_SPREAD = 3;

    private final String words;

    InputScaleKind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /**
     * @param huge standard deviation from which a spread is huge
     * @param tiny standard deviation up to which a spread is tiny
     */
    static InputScaleKind of(TensorStatistics input, double huge, double tiny) {
        double low = input.getMinimum();
        double high = input.getMaximum();
        double spread = input.getStandardDeviation();
        if (input.getElements() < FEW_ELEMENTS || !Double.isFinite(high - low) || !Double.isFinite(spread)) {
            return FINE;
        }
        if (low == high) {
            return CONSTANT;
        }
        if (low >= 0 && high >= BYTE_AT_LEAST && high <= BYTE && spread >= huge) {
            return RAW_BYTES;
        }
        if (spread >= huge) {
            return HUGE;
        }
        if (spread <= tiny && Math.max(Math.abs(low), Math.abs(high)) <= TINY_AT_MOST) {
            return TINY;
        }
        boolean far = spread > UNUSUAL_SPREAD || Math.abs(input.getMean()) > UNUSUAL_SPREAD;
        return far ? UNUSUAL : FINE;
    }
}
