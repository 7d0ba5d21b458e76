package io.gradwatch.detection.job.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/** The files of one checkpoint: its metadata, which holds small states itself and names the files of larger ones. */
final class CheckpointFiles {

    /** Flink writes this file last: a checkpoint without it is not complete. */
    static final String METADATA = "_metadata";

    private CheckpointFiles() {}

    /** @throws IOException when the checkpoint cannot be restored: what is wrong with which file */
    static void verify(Path checkpoint) throws IOException {
        if (CheckpointChecksums.isThere(checkpoint)) {
            CheckpointChecksums.verify(checkpoint);
        }
        CheckpointMetadata metadata;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint.resolve(METADATA))))) {
            metadata = Checkpoints.loadCheckpointMetadata(
                    in, CheckpointFiles.class.getClassLoader(), checkpoint.toString());
        } catch (RuntimeException | OutOfMemoryError e) {
            // Flink allocates whatever a damaged length says; what it asked for was not given, nothing is lost.
            throw new IOException(checkpoint.resolve(METADATA) + " cannot be read: " + e, e);
        }
        for (OperatorState operator : metadata.getOperatorStates()) {
            for (OperatorSubtaskState subtask : operator.getStates()) {
                verify(subtask);
            }
        }
    }

    private static void verify(OperatorSubtaskState subtask) throws IOException {
        for (KeyedStateHandle keyed : subtask.getManagedKeyedState()) {
            if (keyed instanceof KeyGroupsStateHandle groups) {
                verify(groups.getDelegateStateHandle());
            }
        }
        for (OperatorStateHandle operator : subtask.getManagedOperatorState()) {
            verify(operator.getDelegateStateHandle());
        }
    }

    private static void verify(StreamStateHandle state) throws IOException {
        if (state instanceof FileStateHandle file) {
            Path path = Path.of(file.getFilePath().toUri().getPath());
            long bytes = Files.size(path);
            if (bytes < file.getStateSize()) {
                throw new IOException(path + " has " + bytes + " bytes instead of " + file.getStateSize());
            }
        }
    }
}
