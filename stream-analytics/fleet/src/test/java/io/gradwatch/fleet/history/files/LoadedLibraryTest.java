package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedLibraryTest {

    private static final String NAME = "libduckdb_java";

    @TempDir
    private Path folder;

    @Test
    void libraryOfTheDatabase_leavesNoFile_andGoesOnWorking() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "only Linux says what is loaded");
        try (HistoryDatabase database = new HistoryDatabase(new HistoryFolder(folder), 64 << 20)) {
            assertThat(Files.readString(maps)).contains(NAME);
            assertThat(LoadedLibrary.files(NAME)).isEmpty();
            database.connect().close();
        }
    }
}
