package io.gradwatch.detection.job.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

    @TempDir
    private Path folder;

    @Test
    void missingOrEmptyFolder_hasNone() {
        assertThat(new CheckpointFolder(folder.resolve("missing")).newest()).isEmpty();
        assertThat(new CheckpointFolder(folder).newest()).isEmpty();
    }

    @Test
    void newestOfAllJobs_isTaken() throws IOException {
        complete("job-b/chk-3", 100);
        complete("job-a/chk-12", 200);
        Files.createDirectories(folder.resolve("job-a/chk-13"));

        assertThat(new CheckpointFolder(folder).newest()).get().asString().endsWith("job-a/chk-12");
    }

    @Test
    void brokenOnes_arePassedOver() throws IOException {
        complete("job-a/chk-1", 100);
        Files.write(complete("job-a/chk-2", 200), new byte[] {1, 2, 3});
        Files.write(complete("job-a/chk-3", 300), new byte[0]);
        Path state = Files.write(folder.resolve("state"), new byte[10]);
        withState("job-a/chk-4", 400, state, 11);

        assertThat(new CheckpointFolder(folder).newest()).get().asString().endsWith("job-a/chk-1");

        withState("job-a/chk-5", 500, state, 10);

        assertThat(new CheckpointFolder(folder).newest()).get().asString().endsWith("job-a/chk-5");
    }

    @Test
    void whatIsDamaged_isSetAside_andNamed() throws IOException {
        complete("job-a/chk-1", 100);
        Path damaged = complete("job-a/chk-2", 200);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[0] ^= 1;
        Files.write(damaged, bytes);
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("checkpoints"));
        Files.createDirectories(folder.resolve("checkpoints"));
        Files.move(folder.resolve("job-a"), folder.resolve("checkpoints/job-a"));

        assertThat(checkpoints.newest()).get().asString().endsWith("job-a/chk-1");
        assertThat(checkpoints.damage())
                .singleElement()
                .asString()
                .contains("chk-2 is damaged")
                .contains("moved to");
        assertThat(folder.resolve("damaged/job-a-chk-2/_metadata")).hasBinaryContent(bytes);
    }

    @Test
    void whatCannotBeReadForNow_isLeftWhereItIs_andTakenWhenItCan() throws IOException {
        complete("job-a/chk-1", 100);
        Path metadata = complete("job-a/chk-2", 200);
        byte[] written = Files.readAllBytes(metadata);
        // Reading a folder fails as reading a broken disk does, and root too cannot do it.
        Files.delete(metadata);
        Files.createDirectory(metadata);
        CheckpointFolder checkpoints = new CheckpointFolder(folder);

        assertThat(checkpoints.newest()).get().asString().endsWith("job-a/chk-1");
        assertThat(checkpoints.isDamaged(metadata.getParent())).isFalse();
        assertThat(checkpoints.damage()).isEmpty();
        Files.delete(metadata);
        Files.write(metadata, written);
        assertThat(checkpoints.newest()).contains(metadata.getParent());
    }

    @Test
    void whatCannotBeMoved_isNotTakenAgain_andNotPruned_norAreOlderOnes() throws IOException {
        complete("checkpoints/job-a/chk-1", 100);
        Path passedOver = complete("checkpoints/job-b/chk-2", 200).getParent();
        Files.createFile(folder.resolve("damaged"));
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("checkpoints"));
        assertThat(checkpoints.newest()).contains(passedOver);

        checkpoints.setAside(passedOver, "it cannot be restored");

        assertThat(checkpoints.newest()).get().asString().endsWith("job-a/chk-1");
        checkpoints.prune(1);
        assertThat(checkpoints.newest()).get().asString().endsWith("job-a/chk-1");
    }

    @Test
    void anyFlippedByteOfASealedCheckpoint_isSeen() throws IOException {
        Path metadata = complete("job-a/chk-1", 100);
        Path checkpoint = metadata.getParent();
        Files.writeString(checkpoint.resolve("state"), "state of some runs");
        CheckpointChecksums seal = new CheckpointChecksums(checkpoint);
        byte[] written = Files.readAllBytes(metadata);
        seal.addMetadata(written, 0, written.length);
        seal.write();
        CheckpointFiles.verify(checkpoint);

        for (String name : List.of("_metadata", "state", CheckpointChecksums.NAME)) {
            Path file = checkpoint.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at++) {
                byte[] flipped = good.clone();
                flipped[at] ^= 0x10;
                Files.write(file, flipped);
                assertThatThrownBy(() -> CheckpointFiles.verify(checkpoint))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(name);
                Files.write(file, Arrays.copyOf(good, at));
                assertThatThrownBy(() -> CheckpointFiles.verify(checkpoint)).isInstanceOf(IOException.class);
            }
            Files.write(file, good);
        }
        Files.delete(checkpoint.resolve("state"));
        assertThatThrownBy(() -> CheckpointFiles.verify(checkpoint)).hasMessageContaining("state is missing");
    }

    /** As releases wrote them that had no checksums. */
    @Test
    void metadataWithoutChecksums_whoseLengthsAreDamaged_endNothing() throws IOException {
        Path metadata = complete("job-a/chk-1", 100);
        byte[] good = Files.readAllBytes(metadata);
        for (int at = 0; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= 0x7F;
            Files.write(metadata, flipped);
            try {
                CheckpointFiles.verify(metadata.getParent());
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("java.lang.Error");
            }
        }
    }

    @Test
    void pruning_keepsTheNewest_andNeverTheOnlyGoodOne() throws IOException {
        complete("job-a/chk-1", 100);
        complete("job-b/chk-1", 200);
        complete("job-c/chk-1", 300);
        Files.write(complete("job-d/chk-1", 400), new byte[0]);

        new CheckpointFolder(folder).prune(2);

        assertThat(folder.resolve("job-a")).doesNotExist();
        assertThat(folder.resolve("job-b")).exists();
        assertThat(folder.resolve("job-c")).exists();
        assertThat(folder.resolve("job-d")).doesNotExist();
    }

    private Path complete(String checkpoint, long writtenMillis) throws IOException {
        return write(checkpoint, writtenMillis, List.of());
    }

    private void withState(String checkpoint, long writtenMillis, Path state, long bytes) throws IOException {
        FileStateHandle file = new FileStateHandle(new org.apache.flink.core.fs.Path(state.toUri()), bytes);
        KeyGroupsStateHandle keyed = new KeyGroupsStateHandle(new KeyGroupRangeOffsets(KeyGroupRange.of(0, 0)), file);
        OperatorState operator = new OperatorState("detection", "detection", new OperatorID(), 1, 1);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedKeyedState(StateObjectCollection.singleton(keyed))
                        .build());
        write(checkpoint, writtenMillis, List.of(operator));
    }

    private Path write(String checkpoint, long writtenMillis, List<OperatorState> operators) throws IOException {
        Path metadata = Files.createDirectories(folder.resolve(checkpoint)).resolve("_metadata");
        try (OutputStream out = Files.newOutputStream(metadata)) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, operators, List.of()), out);
        }
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenMillis));
        return metadata;
    }
}
