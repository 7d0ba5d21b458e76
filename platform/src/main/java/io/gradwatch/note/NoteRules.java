package io.gradwatch.note;

import io.gradwatch.schema.RunNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rules of notes. Writers refuse one that breaks them, and readers leave it out. All numbers are own choices. */
public final class NoteRules {

    /** Length of a note, at most, characters. */
    public static final int TEXT_LENGTH = 1_000;

    /** Length of the name of a person, at most, characters. */
    public static final int NAME_LENGTH = 200;

    /** Length of the id of a run or a note and of the name of a series, at most, characters. */
    public static final int ID_LENGTH = 300;

    /** Notes of one run, at most. */
    public static final int MOST_OF_A_RUN = 200;

    /** Notes that a reader keeps, at most; where there are more, those that were written or changed last. */
    public static final int MOST_NOTES = 20_000;

    /** Time for which a note is shown after its last change; the history keeps it for longer. */
    public static final Duration SHOWN = Duration.ofDays(365);

    /** Time for which a removal is kept, so that a history that was stopped for so long still learns of it. */
    public static final Duration REMOVAL_KEPT = Duration.ofDays(30);

    private NoteRules() {}

    /** All that is wrong with a note, a sentence each; empty when it can be used. */
    public static List<String> problems(RunNote note) {
        List<String> problems = new ArrayList<>();
        checkGiven("run", note.getRunId(), ID_LENGTH, problems);
        checkGiven("id", note.getId(), ID_LENGTH, problems);
        if (note.getRemoved()) {
            checkLength("text", note.getText(), TEXT_LENGTH, problems);
        } else {
            checkGiven("text", note.getText(), TEXT_LENGTH, problems);
        }
        checkLength("series", note.getSeries(), ID_LENGTH, problems);
        checkLength("by", note.getBy(), NAME_LENGTH, problems);
        checkLength("via", note.getVia(), NAME_LENGTH, problems);
        checkLength("changed_by", note.getChangedBy(), NAME_LENGTH, problems);
        checkPlace(note, problems);
        return problems;
    }

    /** Key of a note in its topic. */
    public static String key(RunNote note) {
        return note.getRunId() + "/" + note.getId();
    }

    /** Time of the last change of a note, milliseconds since 1970-01-01 UTC. */
    public static long lastMillis(RunNote note) {
        return note.getChangedMillis() == null ? note.getAtMillis() : note.getChangedMillis();
    }

    private static void checkPlace(RunNote note, List<String> problems) {
        Long step = note.getStep();
        Long last = note.getLastStep();
        if (step == null) {
            if (last != null) {
                problems.add("last_step needs a step");
            }
            if (!note.getSeries().isEmpty()) {
                problems.add("series needs a step");
            }
        } else if (step < 0) {
            problems.add("step was '" + step + "' but must be at least 0");
        } else if (last != null && last < step) {
            problems.add("last_step was '" + last + "' but must be at least the step, " + step);
        }
    }

    private static void checkGiven(String name, String text, int most, List<String> problems) {
        if (text.isBlank() || text.length() > most) {
            problems.add(name + " must have 1 to " + most + " characters but has "
                    + (text.isBlank() ? "none" : text.length()));
        }
    }

    private static void checkLength(String name, String text, int most, List<String> problems) {
        if (text.length() > most) {
            problems.add(name + " must have at most " + most + " characters but has " + text.length());
        }
    }
}
