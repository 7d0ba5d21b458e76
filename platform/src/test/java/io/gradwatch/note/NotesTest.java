package io.gradwatch.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NotesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.NOTES.codec();
    }

    private final NoteTables tables = new NoteTables();

    @Test
    void notesOfARun_areInOrderOfTime_andTheLastVersionOfEachCounts() {
        put(note("2").setAtMillis(20).build());
        put(note("1").setAtMillis(10).build());
        put(note("3").setRunId("other").setAtMillis(30).build());
        put(note("2").setAtMillis(20).setChangedMillis(40L).setText("changed").build());

        Notes known = tables.snapshot();
        assertThat(known.ofRun("run")).extracting(RunNote::getId).containsExactly("1", "2");
        assertThat(known.find("run", "2")).map(RunNote::getText).contains("changed");
        assertThat(known.find("other", "2")).isEmpty();
        assertThat(known.all()).extracting(RunNote::getId).containsExactly("3", "2", "1");
        assertThat(known.ofRun("none")).isEmpty();
    }

    @Test
    void removedNote_isShownNoMore_andMayBeWrittenAgain() {
        put(note("1").build());
        put(note("1").setText("").setRemoved(true).build());
        assertThat(tables.snapshot().ofRun("run")).isEmpty();

        put(note("1").setText("again").build());
        assertThat(tables.snapshot().ofRun("run")).hasSize(1);
        assertThat(tables.snapshot().outdated(NOW.plus(NoteRules.REMOVAL_KEPT).plusSeconds(1)))
                .isEmpty();

        tables.remove(Topics.NOTES.name(), "run/1");
        assertThat(tables.snapshot().all()).isEmpty();
    }

    static List<Arguments> wrong() {
        return List.of(
                Arguments.of(note("1").setText(" ").build(), "text must have 1 to 1000 characters but has none"),
                Arguments.of(note("1").setText("x".repeat(1_001)).build(), "but has 1001"),
                Arguments.of(note("").build(), "id must have 1 to 300"),
                Arguments.of(note("1").setRunId(" ").build(), "run must have 1 to 300"),
                Arguments.of(note("1").setBy("x".repeat(201)).build(), "by must have at most 200"),
                Arguments.of(note("1").setSeries("loss").build(), "series needs a step"),
                Arguments.of(note("1").setLastStep(4L).build(), "last_step needs a step"),
                Arguments.of(note("1").setStep(-1L).build(), "step was '-1' but must be at least 0"),
                Arguments.of(note("1").setStep(5L).setLastStep(4L).build(), "last_step was '4' but must be at least"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void noteThatBreaksARule_isRefused_andChangesNothing(RunNote wrong, String problem) {
        assertThatIllegalArgumentException().isThrownBy(() -> put(wrong)).withMessageContaining(problem);
        assertThat(tables.snapshot().all()).isEmpty();
    }

    @Test
    void placesOfEachKind_areTaken() {
        put(note("1").setStep(0L).build());
        put(note("2").setStep(5L).setLastStep(5L).setSeries("loss").build());
        assertThat(tables.snapshot().ofRun("run")).hasSize(2);
    }

    @Test
    void noteUnderTheKeyOfAnotherRun_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tables.put("other/1", note("1").build()))
                .withMessageContaining("is not that of the note");
        assertThat(tables.snapshot().all()).isEmpty();
    }

    @Test
    void ofTooMany_thoseThatWereChangedLastAreKept() {
        for (int i = 0; i <= NoteRules.MOST_NOTES; i++) {
            RunNote.Builder note = note("n" + i).setAtMillis(i);
            put(i == 0 ? note.setChangedMillis(1_000_000L).build() : note.build());
        }
        assertThat(tables.snapshot().ofRun("run"))
                .hasSize(NoteRules.MOST_NOTES)
                .extracting(RunNote::getId)
                .contains("n0")
                .doesNotContain("n1");
    }

    @Test
    void whatIsOld_isOutdated() {
        put(note("kept").build());
        put(note("removed").setText("").setRemoved(true).build());

        assertThat(outdated(NoteRules.REMOVAL_KEPT)).isEmpty();
        assertThat(outdated(NoteRules.REMOVAL_KEPT.plusMillis(1))).containsExactly("removed");
        assertThat(outdated(NoteRules.SHOWN)).containsExactly("removed");
        assertThat(outdated(NoteRules.SHOWN.plusMillis(1))).containsExactly("kept", "removed");
    }

    private List<String> outdated(Duration age) {
        return tables.snapshot().outdated(NOW.plus(age)).stream()
                .map(RunNote::getId)
                .toList();
    }

    private void put(RunNote note) {
        tables.put(NoteRules.key(note), note);
    }

    private static RunNote.Builder note(String id) {
        return RunNote.newBuilder()
                .setRunId("run")
                .setId(id)
                .setText("words")
                .setBy("ada")
                .setAtMillis(NOW.toEpochMilli());
    }
}
