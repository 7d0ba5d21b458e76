package io.gradwatch.detection.job.checkpoint;

import java.io.ByteArrayInputStream;
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

    /**
     * @throws DamagedCheckpointException when the checkpoint cannot be restored: what is wrong with which file
     * @throws IOException when its files cannot be read
     */
    static void verify(Path checkpoint) throws IOException {
        if (CheckpointChecksums.isThere(checkpoint)) {
            CheckpointChecksums.verify(checkpoint);
        }
        byte[] written = Files.readAllBytes(checkpoint.resolve(METADATA));
        CheckpointMetadata metadata;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(written))) {
            metadata = Checkpoints.loadCheckpointMetadata(
                    in, CheckpointFiles.class.getClassLoader(), checkpoint.toString());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Flink allocates whatever a damaged length says; what it asked for was not given, nothing is lost.
            throw new DamagedCheckpointException(checkpoint.resolve(METADATA) + " cannot be read: " + e, e);
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
            if (Files.isDirectory(path.getParent()) && Files.notExists(path)) {
                throw new DamagedCheckpointException(path + " is missing");
            }
            long bytes = Files.size(path);
            if (bytes < file.getStateSize()) {
                throw new DamagedCheckpointException(
                        path + " has " + bytes + " bytes instead of " + file.getStateSize());
            }
        }
    }
}
