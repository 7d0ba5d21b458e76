package io.gradwatch.detection.job.checkpoint;

import java.io.IOException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.CheckpointMetadataOutputStream;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStateToolset;
import org.apache.flink.runtime.state.CheckpointStorage;
import org.apache.flink.runtime.state.CheckpointStorageAccess;
import org.apache.flink.runtime.state.CheckpointStorageFactory;
import org.apache.flink.runtime.state.CheckpointStorageLocation;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStorageLocation;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;

/**
 * Storage of checkpoints in Flink's files, each checkpoint with a {@link CheckpointChecksums} besides. Flink itself has
 * no checksums: a flipped bit is found while the state is restored, or not at all.
 */
public final class ChecksummedCheckpoints implements CheckpointStorage {

    private static final long serialVersionUID = 1L;

    private final FileSystemCheckpointStorage files;

    private ChecksummedCheckpoints(FileSystemCheckpointStorage files) {
        this.files = files;
    }

    /** Maker of the storage, which Flink finds by the name of this class. */
    public static final class Factory implements CheckpointStorageFactory<ChecksummedCheckpoints> {

        /** For Flink. */
        public Factory() {}

        @Override
        public ChecksummedCheckpoints createFromConfig(ReadableConfig config, ClassLoader loader) {
            return new ChecksummedCheckpoints(FileSystemCheckpointStorage.createFromConfig(config, loader));
        }
    }

    @Override
    public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
        return new Completed(files.resolveCheckpoint(pointer));
    }

    @Override
    public CheckpointStorageAccess createCheckpointStorage(JobID job) throws IOException {
        return new Access(files.createCheckpointStorage(job));
    }

    /** The storage of one job. */
    private record Access(CheckpointStorageAccess files) implements CheckpointStorageAccess {

        @Override
        public boolean supportsHighlyAvailableStorage() {
            return files.supportsHighlyAvailableStorage();
        }

        @Override
        public boolean hasDefaultSavepointLocation() {
            return files.hasDefaultSavepointLocation();
        }

        @Override
        public CompletedCheckpointStorageLocation resolveCheckpoint(String pointer) throws IOException {
            return new Completed(files.resolveCheckpoint(pointer));
        }

        @Override
        public void initializeBaseLocationsForCheckpoint() throws IOException {
            files.initializeBaseLocationsForCheckpoint();
        }

        @Override
        public CheckpointStorageLocation initializeLocationForCheckpoint(long checkpoint) throws IOException {
            return new Location((FsCheckpointStorageLocation) files.initializeLocationForCheckpoint(checkpoint));
        }

        /** Savepoints are made by hand and moved about: they are Flink's own. */
        @Override
        public CheckpointStorageLocation initializeLocationForSavepoint(long checkpoint, String pointer)
                throws IOException {
            return files.initializeLocationForSavepoint(checkpoint, pointer);
        }

        @Override
        public CheckpointStreamFactory resolveCheckpointStorageLocation(
                long checkpoint, CheckpointStorageLocationReference reference) throws IOException {
            return files.resolveCheckpointStorageLocation(checkpoint, reference);
        }

        @Override
        public CheckpointStateOutputStream createTaskOwnedStateStream() throws IOException {
            return files.createTaskOwnedStateStream();
        }

        @Override
        public CheckpointStateToolset createTaskOwnedCheckpointStateToolset() {
            return files.createTaskOwnedCheckpointStateToolset();
        }
    }

    /** Location of one checkpoint that is being written. */
    private record Location(FsCheckpointStorageLocation files) implements CheckpointStorageLocation {

        @Override
        public CheckpointMetadataOutputStream createMetadataOutputStream() throws IOException {
            return new MetadataStream(files.createMetadataOutputStream(), files.getCheckpointDirectory());
        }

        @Override
        public void disposeOnFailure() throws IOException {
            files.disposeOnFailure();
        }

        @Override
        public CheckpointStorageLocationReference getLocationReference() {
            return files.getLocationReference();
        }

        @Override
        public CheckpointStateOutputStream createCheckpointStateOutputStream(CheckpointedStateScope scope)
                throws IOException {
            return files.createCheckpointStateOutputStream(scope);
        }

        @Override
        public boolean canFastDuplicate(StreamStateHandle state, CheckpointedStateScope scope) throws IOException {
            return files.canFastDuplicate(state, scope);
        }

        @Override
        public java.util.List<StreamStateHandle> duplicate(
                java.util.List<StreamStateHandle> states, CheckpointedStateScope scope) throws IOException {
            return files.duplicate(states, scope);
        }
    }

    /** The metadata, which are written last: the seal is on disk before they are there. */
    private static final class MetadataStream extends CheckpointMetadataOutputStream {

        private final CheckpointMetadataOutputStream metadata;
        private final CheckpointChecksums seal;

        MetadataStream(CheckpointMetadataOutputStream metadata, Path checkpoint) {
            this.metadata = metadata;
            this.seal = new CheckpointChecksums(
                    java.nio.file.Path.of(checkpoint.toUri().getPath()));
        }

        @Override
        public void write(int value) throws IOException {
            metadata.write(value);
            seal.addMetadata(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            metadata.write(bytes, offset, length);
            seal.addMetadata(bytes, offset, length);
        }

        @Override
        public CompletedCheckpointStorageLocation closeAndFinalizeCheckpoint() throws IOException {
            seal.write();
            return new Completed(metadata.closeAndFinalizeCheckpoint());
        }

        @Override
        public long getPos() throws IOException {
            return metadata.getPos();
        }

        @Override
        public void flush() throws IOException {
            metadata.flush();
        }

        @Override
        public void sync() throws IOException {
            metadata.sync();
        }

        @Override
        public void close() throws IOException {
            metadata.close();
        }
    }

    /** A complete checkpoint: its folder can only be removed when nothing is in it, the seal neither. */
    private record Completed(CompletedCheckpointStorageLocation files) implements CompletedCheckpointStorageLocation {

        private static final long serialVersionUID = 1L;

        @Override
        public String getExternalPointer() {
            return files.getExternalPointer();
        }

        @Override
        public StreamStateHandle getMetadataHandle() {
            return files.getMetadataHandle();
        }

        @Override
        public void disposeStorageLocation() throws IOException {
            CheckpointChecksums.remove(
                    java.nio.file.Path.of(new Path(getExternalPointer()).toUri().getPath()));
            files.disposeStorageLocation();
        }
    }
}
