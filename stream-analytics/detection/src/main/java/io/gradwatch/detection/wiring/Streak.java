package io.gradwatch.detection.wiring;

/** Count of equal observations in a row. A plain state of 32 bytes, O(1) a sign. */
public class Streak {

    /** Times in a row that it was seen last. */
    public long yes;

    /** Times in a row that it was not. */
    public long no;

    /** First step of those in a row that it was seen. */
    public long since;

    /** Times in all. */
    public long count;

    void add(boolean seen, long step) {
        since = seen && yes == 0 ? step : since;
        yes = seen ? yes + 1 : 0;
        no = seen ? 0 : no + 1;
        count++;
    }
}
