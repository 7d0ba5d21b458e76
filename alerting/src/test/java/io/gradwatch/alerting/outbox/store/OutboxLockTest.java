package io.gradwatch.alerting.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxLockTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("alerting-outbox.lock");
    }

    @Test
    void id_staysThatOfTheFolder() {
        assertThat(idOf(folder)).isEqualTo(idOf(folder)).isNotEqualTo(idOf(folder.resolve("other")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "\u00ff\u0000", "0b6c0f2e-9a", "0b6c0f2e-9a1d-4c53-8a53-0d9f0d3f7a11 and more"})
    void garbageInTheFile_isReplacedByAnId(String garbage) throws Exception {
        Files.writeString(file, garbage);

        String id = idOf(folder);

        assertThat(id).matches("[0-9a-f-]{36}").isEqualTo(idOf(folder));
        assertThat(file).hasContent(id);
    }

    /** The device has no end to read, and no room to write. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void folderWhoseIdCannotBeWritten_isFreeAgain() throws Exception {
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        for (int start = 0; start < 2; start++) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> OutboxLock.take(folder))
                    .withMessageContaining("cannot be used")
                    .withMessageContaining("No space left");
        }
        Files.delete(file);

        assertThat(idOf(folder)).isEqualTo(idOf(folder));
    }

    @Test
    void folderThatIsTaken_isRefused() {
        try (OutboxLock held = OutboxLock.take(folder)) {
            assertThatExceptionOfType(OutboxException.class)
                    .as(held.id())
                    .isThrownBy(() -> OutboxLock.take(folder))
                    .withMessageContaining("another alerting service uses the data folder");
        }
    }

    private static String idOf(Path folder) {
        try (OutboxLock lock = OutboxLock.take(folder)) {
            return lock.id();
        }
    }
}
