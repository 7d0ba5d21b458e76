package io.gradwatch.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnsetRowTest {

    @TempDir
    Path folder;

    @Test
    void step_isReachedAtItsRowOrTheFirstAfterIt() throws Exception {
        Path log = log("step,train_loss\n0,1\n10,1\n20,1\n");

        assertThat(OnsetRow.of(log, 10)).isEqualTo(OptionalLong.of(1));
        assertThat(OnsetRow.of(log, 11)).isEqualTo(OptionalLong.of(2));
        assertThat(OnsetRow.of(log, 99)).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void withoutAStep_theEpochCounts_elseTheRow() throws Exception {
        assertThat(OnsetRow.of(log("step,epoch,train_loss\n,1,5\n,2,5\n,3,5\n"), 2))
                .isEqualTo(OptionalLong.of(1));
        assertThat(OnsetRow.of(log("train_loss\n5\n5\n5\n"), 2)).isEqualTo(OptionalLong.of(2));
        assertThat(OnsetRow.of(log("step,train_loss\nfirst,5\n7,5\n"), 3)).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void logWithoutRows_hasNoOnset() throws Exception {
        assertThat(OnsetRow.of(log("step,train_loss\n"), 3)).isEmpty();
        assertThat(OnsetRow.of(folder.resolve("none.csv"), 3)).isEmpty();
    }

    private Path log(String text) throws Exception {
        return Files.writeString(folder.resolve("log.csv"), text);
    }
}
