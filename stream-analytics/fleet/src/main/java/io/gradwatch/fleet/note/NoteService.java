package io.gradwatch.fleet.note;

import io.gradwatch.fleet.follow.Changes;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.note.NoteRules;
import io.gradwatch.note.NoteWriter;
import io.gradwatch.schema.RunNote;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and changes notes of runs. A change is answered when Kafka has it and this instance knows it, so that the next
 * request sees it. Every call may be made from any thread, and throws {@link UnavailableException} where Kafka does not
 * take a change.
 *
 * @param live notes that there are
 * @param writer that changes them, shared by all requests
 * @param clock for the times of changes
 */
public record NoteService(LiveNotes live, NoteWriter writer, Clock clock) {

    /** Longest wait for this instance to read a change back. Own choice. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    /** Time within which the same note of one author is one that was sent again, its answer lost. Own choice. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** There are as many notes as may be. */
    public static final class TooManyNotesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyNotesException(String message) {
            super(message);
        }
    }

    /**
     * A new note.
     *
     * @param series empty for the whole run, or for all curves at the step
     * @param step null for the whole run
     * @param lastStep null for one step
     * @param by its author
     * @param via from where: page, command or api
     */
    public record NewNote(String series, Long step, Long lastStep, String text, String by, String via) {}

    /** Notes of a run, the earliest first. */
    public List<RunDetail.Note> ofRun(String runId) {
        return live.current().ofRun(runId).stream().map(NoteService::row).toList();
    }

    /** Notes of some runs, of all where there are none; the latest first. */
    public List<RunDetail.Note> ofRuns(Collection<String> runIds) {
        return live.current().all().stream()
                .filter(note -> runIds.isEmpty() || runIds.contains(note.getRunId()))
                .map(NoteService::row)
                .toList();
    }

    /** Reason that notes are not known; empty when all is well. */
    public Optional<String> check() {
        return live.check();
    }

    /**
     * Adds a note. The same one again within a minute adds none.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     * @throws TooManyNotesException where there are too many
     */
    public RunDetail.Note add(String runId, NewNote wanted) {
        Optional<RunNote> before = live.current().ofRun(runId).stream()
                .filter(known -> isSentAgain(known, wanted))
                .findFirst();
        if (before.isPresent()) {
            return row(before.get());
        }
        if (live.current().ofRun(runId).size() >= NoteRules.MOST_OF_A_RUN) {
            throw new TooManyNotesException(
                    "The run has " + NoteRules.MOST_OF_A_RUN + " notes: remove some of them first");
        }
        if (live.current().all().size() >= NoteRules.MOST_NOTES) {
            throw new TooManyNotesException("There are " + NoteRules.MOST_NOTES + " notes: remove some of them first");
        }
        return write(RunNote.newBuilder()
                .setRunId(runId)
                .setId(UUID.randomUUID().toString())
                .setSeries(wanted.series())
                .setStep(wanted.step())
                .setLastStep(wanted.lastStep())
                .setText(wanted.text())
                .setBy(wanted.by())
                .setVia(wanted.via())
                .setAtMillis(clock.millis())
                .build());
    }

    /**
     * Changes the words of a note; its place and its author stay.
     *
     * @return the note as it is then; empty where the run has none of this id
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public Optional<RunDetail.Note> change(String runId, String id, String text, String by) {
        return live.current()
                .find(runId, id)
                .map(note -> write(changed(note, by).setText(text).build()));
    }

    /** Removes a note; false where the run has none of this id. */
    public boolean remove(String runId, String id, String by) {
        Optional<RunNote> found = live.current().find(runId, id);
        found.ifPresent(note -> {
            RunNote removal = changed(note, by).setText("").setRemoved(true).build();
            Changes.write(() -> writer.write(removal));
            live.await(notes -> notes.find(runId, id).isEmpty(), SEEN);
        });
        return found.isPresent();
    }

    private boolean isSentAgain(RunNote known, NewNote wanted) {
        return known.getBy().equals(wanted.by())
                && known.getText().equals(wanted.text())
                && known.getSeries().equals(wanted.series())
                && Objects.equals(known.getStep(), wanted.step())
                && Objects.equals(known.getLastStep(), wanted.lastStep())
                && Math.abs(clock.millis() - known.getAtMillis()) <= AGAIN.toMillis();
    }

    private RunNote.Builder changed(RunNote note, String by) {
        return RunNote.newBuilder(note).setChangedBy(by).setChangedMillis(clock.millis());
    }

    /** A note that is not read back in time is in Kafka all the same, and this instance reads it later. */
    private RunDetail.Note write(RunNote note) {
        Changes.write(() -> writer.write(note));
        live.await(notes -> notes.find(note.getRunId(), note.getId()).equals(Optional.of(note)), SEEN);
        return row(note);
    }

    private static RunDetail.Note row(RunNote note) {
        return new RunDetail.Note(
                note.getRunId(),
                note.getId(),
                note.getSeries(),
                note.getStep(),
                note.getLastStep(),
                note.getText(),
                note.getBy(),
                note.getVia(),
                note.getAtMillis(),
                note.getChangedMillis(),
                note.getChangedBy());
    }
}
