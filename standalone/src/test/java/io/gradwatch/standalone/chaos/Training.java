package io.gradwatch.standalone.chaos;

import io.gradwatch.schema.Outcome;
import java.util.BitSet;

/** A run of the ledger, which notes the steps that were taken over from it. */
interface Training {

    /** Id of the run. */
    String id();

    /** Begins it in a project of its own: runs of one project that fail alike share a message. */
    void begin();

    /** Sends a step. */
    void step(int step, double loss);

    /** Ends it. */
    void end(Outcome outcome, int step);

    /** Steps that were taken over: they must not be lost. */
    BitSet acknowledged();

    /** Records that were not taken over, or not yet. */
    int waiting();
}
