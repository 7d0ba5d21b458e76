package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code up}, which people read when something is wrong. */
class QuietLogIT {

    /** A host without processor time to spare, which Kafka rightly tells of. */
    private static final Pattern STARVED_HOST =
            Pattern.compile(".*(Timed out heartbeat from broker|received error REQUEST_TIMED_OUT).*");

    /** On a busy host a stop may cut a checkpoint off, which is told; what every stop writes is in all of them. */
    private static final int ATTEMPTS = 4;

    @TempDir
    private Path folder;

    @Test
    void cleanStartsAndStops_writeNothing() throws Exception {
        List<String> written = List.of();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            written = writtenBy(Files.createDirectory(folder.resolve("attempt-" + attempt)));
            if (written.isEmpty()) {
                return;
            }
        }
        assertThat(written).isEmpty();
    }

    private static List<String> writtenBy(Path folder) throws Exception {
        try (UpProcess up = new UpProcess(folder)) {
            up.start().terminate();
            up.start().terminate();

            return Files.readAllLines(up.data().resolve("gradwatch.log")).stream()
                    .filter(STARVED_HOST.asMatchPredicate().negate())
                    .toList();
        }
    }
}
