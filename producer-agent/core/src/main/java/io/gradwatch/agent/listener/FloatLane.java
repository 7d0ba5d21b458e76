package io.gradwatch.agent.listener;

/** Sums over every fourth element of a block. The compiler keeps its fields in registers. */
final class FloatLane {
    double sum;
    double shiftedSquares;
    double squares;
    int zeros;
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;

    void add(float one, double shift) {
        double deviation = one - shift;
        sum += deviation;
        shiftedSquares += deviation * deviation;
        squares += (double) one * one;
        zeros += one == 0 ? 1 : 0;
        low = one < low ? one : low;
        high = one > high ? one : high;
    }

    void add(FloatLane other) {
        sum += other.sum;
        shiftedSquares += other.shiftedSquares;
        squares += other.squares;
        zeros += other.zeros;
        low = Math.min(low, other.low);
        high = Math.max(high, other.high);
    }
}
