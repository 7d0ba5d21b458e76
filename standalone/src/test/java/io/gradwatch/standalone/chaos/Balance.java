package io.gradwatch.standalone.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Outcome of a look at the ledger. */
final class Balance {

    private final List<String> lost = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> inDoubt = new ArrayList<>();
    private final Map<String, Integer> repeats = new TreeMap<>();
    private long steps;
    private long notified;

    /** Adds steps that were handed over. */
    void handedOver(long more) {
        steps += more;
    }

    /** Adds entries of messages about alerts. */
    void notified(long more) {
        notified += more;
    }

    void lost(String what) {
        lost.add(what);
    }

    void twice(String what) {
        twice.add(what);
    }

    /**
     * Adds messages that came again, where the first one may not have arrived.
     *
     * @param receiver of the messages
     * @param fault number of the fault
     * @param messages number of messages
     * @param what description of them
     */
    void inDoubt(String receiver, String fault, int messages, String what) {
        inDoubt.add(what);
        repeats.merge(receiver + " because of fault " + fault, messages, Integer::sum);
    }

    /** Losses: a sentence about each. */
    List<String> lost() {
        return lost;
    }

    /** Doubles without a word about it: a sentence about each. */
    List<String> twice() {
        return twice;
    }

    /** Messages that came again where nobody could know: a sentence about each. */
    List<String> inDoubt() {
        return inDoubt;
    }

    /** Repeats beyond the one message that a receiver may have been sent at the moment of a fault. */
    List<String> repeatedTooOften() {
        return repeats.entrySet().stream()
                .filter(repeat -> repeat.getValue() > 1)
                .map(repeat -> repeat.getKey() + ", " + repeat.getValue() + " repeats")
                .toList();
    }

    long steps() {
        return steps;
    }

    long notified() {
        return notified;
    }
}
