package io.gradwatch.detection.optimizer;

/** Course of a learning rate. A plain state of 90 bytes, O(1) a step. */
public class Schedule {

    /** Of its maximum, what a rate is above that was not about to end. Source: replays of published runs. */
    private static final double RUNNING = 0.05;

    /** Of its maximum, what a rate is below that has ended its schedule. Own choice. */
    private static final double ENDED = 0.01;

    /** Rates seen. */
    public long count;

    /** Step of the first. */
    public long first;

    /** The last rate. */
    public double last;

    /** The greatest rate. */
    public double greatest;

    /** Rates in a row that are zero. */
    public long zeros;

    /** Step of the first of them. */
    public long zeroSince;

    /** True if the rate fell to zero at once. */
    public boolean dropped;

    /** Rate before the last one that is not zero, or before the zeros. */
    public double before;

    /** Equal rates in a row that are small against the greatest, and not zero. */
    public long small;

    /** Step of the first of them. */
    public long smallSince;

    /** Takes a rate: zero or more, finite. */
    void take(double rate, long step) {
        first = count == 0 ? step : first;
        before = zeros > 0 && rate == 0 ? before : last;
        if (rate == 0) {
            zeroSince = zeros == 0 ? step : zeroSince;
            dropped = zeros == 0 ? last > RUNNING * greatest : dropped;
            zeros++;
        } else {
            zeros = 0;
        }
        boolean still = rate > 0 && rate < ENDED * greatest && rate == last;
        smallSince = still && small == 0 ? step : smallSince;
        small = still ? small + 1 : 0;
        greatest = Math.max(greatest, rate);
        last = rate;
        count++;
    }

    /** True if it was zero for as long as all before, or small for as long. */
    boolean outlived(long step) {
        return zeros > 0 ? step - zeroSince > zeroSince - first : small > 0 && step - smallSince > smallSince - first;
    }
}
