package io.gradwatch.detection.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that fails on its checkpoint, as {@link JobPlan} looks at it again and again. */
class JobPlanTest {

    private static final String REFUSED = "Could not restore keyed state backend\nCaused by: "
            + "io.gradwatch.detection.job.state.UnreadableStateException: the state of runs has version 99";
    private static final String UNREAD = "Could not restore keyed state backend\nCaused by: "
            + "java.io.FileNotFoundException: /mnt/checkpoints/chk-1/a";

    @TempDir
    private Path folder;

    private Path checkpoint;
    private JobPlan plan;
    private final Job job = new Job();

    @BeforeEach
    void writeCheckpoint() throws Exception {
        checkpoint = Files.createDirectories(folder.resolve("checkpoints/job/chk-1"));
        try (OutputStream out = Files.newOutputStream(checkpoint.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(), List.of()), out);
        }
        DetectionSettings settings =
                Configuration.parse("{}", "test", Map.of()).read(root -> DetectionSettings.from(root, "localhost:1"));
        plan = new JobPlan(settings, folder.resolve("checkpoints"), FlinkSettings.restartingForEver());
        job.checkpoint = checkpoint;
    }

    @Test
    void refusedSeveralTimesInARow_isSetAside() throws Exception {
        assertThat(fails(1_000, REFUSED)).isFalse();
        assertThat(fails(1_000, REFUSED)).isFalse();
        assertThat(fails(2_000, REFUSED)).isFalse();
        assertThat(checkpoint).exists();

        assertThat(fails(3_000, REFUSED)).isTrue();

        assertThat(checkpoint).doesNotExist();
        assertThat(job.cancelled).isEqualTo(1);
        assertThat(plan.damage()).get().asString().contains("version 99");
    }

    @Test
    void otherFailureOrGoodTimeBetween_beginsTheCountAnew() throws Exception {
        assertThat(fails(1_000, REFUSED)).isFalse();
        assertThat(fails(2_000, REFUSED)).isFalse();
        assertThat(fails(3_000, UNREAD)).isFalse();
        assertThat(fails(4_000, REFUSED)).isFalse();
        assertThat(fails(5_000, REFUSED)).isFalse();
        job.running = true;
        assertThat(plan.setAsideUnrestorable(job)).isFalse();
        job.running = false;
        assertThat(fails(6_000, REFUSED)).isFalse();
        assertThat(checkpoint).exists();
    }

    @Test
    void goodCheckpointThatCannotBeReadForAWhile_staysWhereItIs() throws Exception {
        for (int time = 0; time < 20; time++) {
            assertThat(fails(time, UNREAD)).isFalse();
        }
        assertThat(checkpoint).exists();
        assertThat(job.cancelled).isZero();
    }

    @Test
    void folderThatIsNotMountedHereEither_isNoDamage() throws Exception {
        Files.move(folder.resolve("checkpoints"), folder.resolve("away"));
        for (int time = 0; time < 20; time++) {
            assertThat(fails(time, UNREAD)).isFalse();
        }
        assertThat(plan.damage()).isEmpty();
    }

    @Test
    void damagedFilesThatCannotBeRead_areSetAside() throws Exception {
        Files.write(checkpoint.resolve("_metadata"), new byte[] {1, 2, 3});

        assertThat(fails(1, UNREAD)).isFalse();
        assertThat(fails(2, UNREAD)).isFalse();
        assertThat(fails(3, UNREAD)).isTrue();
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void jobThatEndedOnIt_restartsNoMore_soThatOnceIsEnough() throws Exception {
        job.ended = true;

        assertThat(fails(1, UNREAD)).isFalse();
        assertThat(fails(1, REFUSED)).isTrue();
    }

    @Test
    void failedSubmitAfterIt_letsTheNextLookSubmitAgain_withoutMoreDamage() throws Exception {
        job.ended = true;
        assertThat(fails(1, REFUSED)).isTrue();
        Optional<String> damage = plan.damage();

        assertThat(fails(1, REFUSED)).isTrue();
        assertThat(fails(1, REFUSED)).isTrue();

        assertThat(plan.damage()).isEqualTo(damage);
        assertThat(damage).get().asString().doesNotContain("could not be moved");
    }

    private boolean fails(long atMillis, String text) throws Exception {
        job.failure = new JobFailure(atMillis, text);
        return plan.setAsideUnrestorable(job);
    }

    /** A job that is what the test says. */
    private static final class Job implements RestoredJob {

        private boolean running;
        private boolean ended;
        private Path checkpoint;
        private JobFailure failure;
        private int cancelled;

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public Optional<Path> checkpoint() {
            return Optional.of(checkpoint);
        }

        @Override
        public Optional<JobFailure> lastFailure() {
            return Optional.of(failure);
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }
}
