package io.gradwatch.standalone.draw;

import java.util.Locale;

/**
 * Horizontal places of rows; the same for all panels of a run. All lengths are SVG user units.
 *
 * @param buckets of rows
 */
record Frame(int buckets) {

    static final double WIDTH = 960;
    static final double LEFT = 64;
    static final double RIGHT = 944;

    /** The middle of a bucket. */
    double x(int bucket) {
        return LEFT + (RIGHT - LEFT) * (bucket + 0.5) / buckets;
    }

    /** Width of a bucket. */
    double bucketWidth() {
        return (RIGHT - LEFT) / buckets;
    }

    static String number(double length) {
        String text = String.format(Locale.ROOT, "%.1f", length);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
