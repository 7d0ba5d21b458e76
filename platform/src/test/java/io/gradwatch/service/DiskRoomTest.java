package io.gradwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    @TempDir
    private Path root;

    @Test
    void diskOfAFolder_isKnown() {
        DiskRoom room = DiskRoom.of(root);

        assertThat(room.totalBytes()).isPositive();
        assertThat(room.usableBytes()).isBetween(0L, room.totalBytes());
    }

    @Test
    void diskThatIsNotKnown_isNoProblem() {
        DiskRoom room = DiskRoom.of(root.resolve("missing"));

        assertThat(room.totalBytes()).isZero();
        assertThat(room.problem()).isEmpty();
        assertThat(room.mustWait()).isFalse();
        assertThat(room.mustStop()).isFalse();
        assertThat(room.mayGoOn()).isTrue();
    }
}
