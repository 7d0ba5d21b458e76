package io.gradwatch.detection.engine.reference;

import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Knows the last {@value #RUNS_OF_PROJECT} runs of each of {@value #PROJECTS} projects; runs without a project count as
 * one. What is kept goes by the time at which runs ended, not by the order in which they arrive. At most
 * {@value #PROJECTS} * {@value #RUNS_OF_PROJECT} * {@value #MOST_BYTES} bytes (8 MiB), 3.4 KB a run as a rule.
 */
public final class RecentRuns implements EarlierRuns {

    /** Runs of a project: more would only add runs of older code. Own choice. */
    public static final int RUNS_OF_PROJECT = 8;

    /** Projects; beyond, the one whose last run ended first is forgotten. Own choice. */
    public static final int PROJECTS = 128;

    /** A longer record is refused: three curves of 64 points have 3.1 KB, and five names of 200 characters 4 KB. */
    public static final int MOST_BYTES = 8192;

    private static final Comparator<Known> BY_END =
            Comparator.comparingLong(Known::endedAtMillis).thenComparing(Known::runId);

    private final Map<String, Known> runs = new HashMap<>();
    private final Map<String, TreeSet<Known>> projects = new HashMap<>();

    private record Known(String runId, String project, long endedAtMillis, byte[] record) {}

    /**
     * Takes what a run reached, in place of what is known of it.
     *
     * @param record a value of {@link Topics#REFERENCES}
     * @return ids of the runs that are not known any more, perhaps this one
     * @throws UnreadableRecordException when it cannot be read, or is longer than {@link #MOST_BYTES}
     */
    public List<String> take(byte[] record) throws UnreadableRecordException {
        RunReference read = read(record);
        forget(read.getRunId());
        Known run = new Known(read.getRunId(), read.getProject(), read.getEndedAtMillis(), record);
        runs.put(run.runId, run);
        projects.computeIfAbsent(run.project, ignored -> new TreeSet<>(BY_END)).add(run);
        return evict(run.project);
    }

    /** Forgets a run, where it is known. */
    public void forget(String runId) {
        Known run = runs.remove(runId);
        if (run != null) {
            TreeSet<Known> others = projects.get(run.project);
            others.remove(run);
            if (others.isEmpty()) {
                projects.remove(run.project);
            }
        }
    }

    /**
     * Reads a record of the topic.
     *
     * @throws UnreadableRecordException when it cannot be read, or is longer than {@link #MOST_BYTES}
     */
    public static RunReference read(byte[] record) throws UnreadableRecordException {
        if (record.length > MOST_BYTES) {
            throw new UnreadableRecordException(
                    "RunReference: " + record.length + " bytes are more than the limit of " + MOST_BYTES);
        }
        return Topics.REFERENCES.codec().decode(record);
    }

    @Override
    public List<RunReference> ofProject(String project) {
        return projects.getOrDefault(project, new TreeSet<>(BY_END)).stream()
                .map(RecentRuns::readAgain)
                .toList();
    }

    @Override
    public Optional<RunReference> ofRun(String runId) {
        return Optional.ofNullable(runs.get(runId)).map(RecentRuns::readAgain);
    }

    private List<String> evict(String project) {
        List<String> evicted = new ArrayList<>();
        TreeSet<Known> ofProject = projects.get(project);
        if (ofProject.size() > RUNS_OF_PROJECT) {
            evicted.add(ofProject.first().runId);
        }
        if (projects.size() > PROJECTS) {
            projects.values().stream()
                    .min(Comparator.comparing(TreeSet::last, BY_END))
                    .ifPresent(oldest -> oldest.forEach(run -> evicted.add(run.runId)));
        }
        evicted.forEach(this::forget);
        return evicted;
    }

    private static RunReference readAgain(Known run) {
        try {
            return read(run.record);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("what run " + run.runId + " reached cannot be read again", e);
        }
    }
}
