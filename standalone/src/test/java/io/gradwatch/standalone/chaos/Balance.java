package io.gradwatch.standalone.chaos;

import java.util.ArrayList;
import java.util.List;

/** Outcome of a look at the ledger. */
final class Balance {

    private final List<String> lost = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> inDoubt = new ArrayList<>();
    private long steps;
    private long changes;

    /** Adds steps that were handed over. */
    void handedOver(long more) {
        steps += more;
    }

    /** Adds changes of alerts that people were told of. */
    void told(long more) {
        changes += more;
    }

    void lost(String what) {
        lost.add(what);
    }

    void twice(String what) {
        twice.add(what);
    }

    void inDoubt(String what) {
        inDoubt.add(what);
    }

    /** What did not arrive. */
    List<String> lost() {
        return lost;
    }

    /** What arrived more than once. */
    List<String> twice() {
        return twice;
    }

    /** What was sent again with the words that it may be a repeat, and was one. */
    List<String> inDoubt() {
        return inDoubt;
    }

    long steps() {
        return steps;
    }

    long changes() {
        return changes;
    }
}
