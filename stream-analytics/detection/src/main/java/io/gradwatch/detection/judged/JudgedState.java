package io.gradwatch.detection.judged;

/** What a judge's detector told. A Flink POJO of 16 bytes. */
public class JudgedState {

    /** Whether the alert is open. */
    public boolean firing;

    /** Level of the series when it fired. */
    public double level;
}
