package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code up}, which people read when something is wrong. */
class QuietLogIT {

    @TempDir
    private Path folder;

    @Test
    void cleanStartsAndStops_writeNothing() throws Exception {
        try (UpProcess up = new UpProcess(folder)) {
            up.start().terminate();
            up.start().terminate();

            assertThat(Files.readString(up.data().resolve("gradwatch.log"))).isEmpty();
        }
    }
}
