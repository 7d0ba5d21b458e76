package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void openedTwice_secondIsRefusedUntilTheFirstIsClosed() throws Exception {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(first.root()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use");
        }
        DataFolder.open(folder).close();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void newFolder_isItsOwnersAlone() throws Exception {
        Path parent = folder.resolve("parent");
        try (DataFolder made = DataFolder.open(parent.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.root())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void folderThatIsThere_keepsItsRights() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        try (DataFolder found = DataFolder.open(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found.root())))
                    .isEqualTo("rwxr-x---");
        }
    }
}
