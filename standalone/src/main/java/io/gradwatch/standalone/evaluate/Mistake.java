package io.gradwatch.standalone.evaluate;

import io.gradwatch.standalone.replay.ReplayedAlert;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A run that was judged otherwise than its label says.
 *
 * @param kind false alarm, missed, or found with a wrong alert beside
 * @param label of the run
 * @param run its id
 * @param alerts the alerts that it is about: all of a healthy or missed run, else the wrong ones
 */
record Mistake(Kind kind, Label label, String run, List<ReplayedAlert> alerts) implements Comparable<Mistake> {

    private static final Comparator<Mistake> ORDER =
            Comparator.comparing(Mistake::kind).thenComparing(Mistake::label).thenComparing(Mistake::run);

    /** Kind of mistake. */
    enum Kind {
        FALSE_ALARM("false alarm"),
        MISSED("missed"),
        WRONG_BESIDE("wrong beside");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** The mistake about a run; empty where there is none, or where the run does not count. */
    static Optional<Mistake> of(JudgedRun judged) {
        LabelledRun run = judged.run();
        if (judged.falselyAlarmed()) {
            return Optional.of(new Mistake(Kind.FALSE_ALARM, run.label(), run.id(), judged.alerts()));
        }
        if (run.faulty() && !judged.found()) {
            return Optional.of(new Mistake(Kind.MISSED, run.label(), run.id(), judged.alerts()));
        }
        return run.faulty() && !judged.wrong().isEmpty()
                ? Optional.of(new Mistake(Kind.WRONG_BESIDE, run.label(), run.id(), judged.wrong()))
                : Optional.empty();
    }

    @Override
    public int compareTo(Mistake other) {
        return ORDER.compare(this, other);
    }
}
