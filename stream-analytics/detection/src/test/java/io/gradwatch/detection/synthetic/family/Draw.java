package io.gradwatch.detection.synthetic.family;

import java.util.SplittableRandom;

/** Chance, seeded. */
public final class Draw {

    private final SplittableRandom random;

    public Draw(String name, long seed) {
        random = new SplittableRandom(31 * seed + 0x9E3779B97F4A7C15L * name.hashCode());
    }

    /** Uniform from {@code low} to {@code high}. */
    public double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform in the logarithm. */
    double magnitude(double low, double high) {
        return low * Math.exp(random.nextDouble() * Math.log(high / low));
    }

    /** From {@code low} to {@code high}, both possible. */
    public long whole(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public double normal() {
        return random.nextGaussian();
    }

    /** Student's t; its variance is finite above two degrees of freedom. */
    double student(double degrees) {
        double uniform = 1 - random.nextDouble();
        double angle = 2 * Math.PI * random.nextDouble();
        return Math.sqrt(degrees * (Math.pow(uniform, -2 / degrees) - 1)) * Math.cos(angle);
    }

    /** Log-normal around 1. */
    public double factor(double deviation) {
        return Math.exp(deviation * normal());
    }
}
