package io.gradwatch.agent.attach;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.gradwatch.agent.attach.file.FileState;
import java.util.HashMap;
import java.util.Map;

/**
 * Offsets of a run: the rows and records that were sent.
 *
 * @param runId of the run
 * @param seed of the numbers of its sessions
 * @param attempt count of the starts of the run, from 0
 * @param sequence number of the next record of the attempt, 0 before it is declared
 * @param lastStep that was told of the attempt, -1 before the first
 * @param ended true if the end of the attempt was told
 * @param rows told of all attempts
 * @param late steps that another file was further than, and that were left out
 * @param files by their paths
 */
// Older versions saved an interval as well.
@JsonIgnoreProperties(ignoreUnknown = true)
record RunOffsets(
        String runId,
        long seed,
        int attempt,
        long sequence,
        long lastStep,
        boolean ended,
        long rows,
        long late,
        Map<String, FileState> files) {

    static RunOffsets begin(String runId, long seed) {
        return new RunOffsets(runId, seed, 0, 0, -1, false, 0, 0, Map.of());
    }

    /** The session of an attempt: the same for every process that tells it. */
    long session() {
        long mixed = (seed + attempt) * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 31)) & Long.MAX_VALUE;
    }

    FileState file(String path) {
        return files.getOrDefault(path, FileState.NEW);
    }

    RunOffsets with(String path, FileState file) {
        Map<String, FileState> all = new HashMap<>(files);
        all.put(path, file);
        return new RunOffsets(runId, seed, attempt, sequence, lastStep, ended, rows, late, Map.copyOf(all));
    }

    RunOffsets nextAttempt() {
        return new RunOffsets(runId, seed, attempt + 1, 0, -1, false, rows, late, files);
    }

    RunOffsets afterRecord() {
        return new RunOffsets(runId, seed, attempt, sequence + 1, lastStep, ended, rows, late, files);
    }

    RunOffsets afterRow() {
        return new RunOffsets(runId, seed, attempt, sequence, lastStep, ended, rows + 1, late, files);
    }

    RunOffsets afterStep(long step) {
        return new RunOffsets(runId, seed, attempt, sequence, Math.max(step, lastStep), ended, rows, late, files);
    }

    RunOffsets afterLateStep() {
        return new RunOffsets(runId, seed, attempt, sequence, lastStep, ended, rows, late + 1, files);
    }

    RunOffsets afterEnd() {
        return new RunOffsets(runId, seed, attempt, sequence + 1, lastStep, true, rows, late, files);
    }
}
