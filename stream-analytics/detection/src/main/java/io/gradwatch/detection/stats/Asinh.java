package io.gradwatch.detection.stats;

/** The inverse hyperbolic sine, which the JDK lacks: logarithmic for large values, linear near zero, odd. */
public final class Asinh {

    /**
     * From here on {@code x * x + 1} is {@code x * x} to double precision, and safe from overflow by leaving it out.
     */
    private static final double LARGE = 1e9;

    private Asinh() {}

    /** {@code ln(x + sqrt(x^2 + 1))} for any x. */
    public static double of(double x) {
        double size = Math.abs(x);
        double sum = size < LARGE ? size + Math.sqrt(size * size + 1) : 2 * size;
        return Math.copySign(Math.log(sum), x);
    }
}
