package io.gradwatch.note;

import io.gradwatch.schema.RunNote;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The notes that there are at one moment of their topic. Immutable. */
public final class Notes {

    private static final Comparator<RunNote> BY_TIME =
            Comparator.comparingLong(RunNote::getAtMillis).thenComparing(RunNote::getId);

    /** No notes. */
    public static final Notes NONE = new Notes(List.of(), List.of());

    private final Map<String, List<RunNote>> ofRuns;
    private final List<RunNote> removals;

    Notes(Collection<RunNote> notes, Collection<RunNote> removals) {
        this.ofRuns = notes.stream().sorted(BY_TIME).collect(Collectors.groupingBy(RunNote::getRunId));
        this.removals = List.copyOf(removals);
    }

    /** Notes of a run, the earliest first. */
    public List<RunNote> ofRun(String runId) {
        return ofRuns.getOrDefault(runId, List.of());
    }

    /** The note of an id. */
    public Optional<RunNote> find(String runId, String id) {
        return ofRun(runId).stream().filter(note -> note.getId().equals(id)).findFirst();
    }

    /** All notes, the latest first. */
    public List<RunNote> all() {
        return ofRuns.values().stream()
                .flatMap(List::stream)
                .sorted(BY_TIME.reversed())
                .toList();
    }

    /** Notes and removals that are so old at {@code now} that their records may be removed. */
    public List<RunNote> outdated(Instant now) {
        long shownSince = now.minus(NoteRules.SHOWN).toEpochMilli();
        long keptSince = now.minus(NoteRules.REMOVAL_KEPT).toEpochMilli();
        List<RunNote> old = ofRuns.values().stream()
                .flatMap(List::stream)
                .filter(note -> NoteRules.lastMillis(note) < shownSince)
                .collect(Collectors.toList());
        removals.stream().filter(note -> NoteRules.lastMillis(note) < keptSince).forEach(old::add);
        return old;
    }
}
