package io.gradwatch.detection.spi;

/** State of a detector that remembers no more than its alert. A Flink POJO of 1 byte. */
public class FiringState {

    /** True if the alert is open. */
    public boolean firing;
}
