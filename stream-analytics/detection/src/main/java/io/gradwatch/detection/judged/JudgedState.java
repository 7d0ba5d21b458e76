package io.gradwatch.detection.judged;

import io.gradwatch.detection.spi.FiringState;

/** The alert of a detector that speaks for the judge. A plain state of 24 bytes. */
public class JudgedState extends FiringState {

    /** Looks of the judge that were taken note of. */
    public long looks;

    /** Level of the series when it fired. */
    public double level;
}
