package io.gradwatch.benchmarks.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder that is deleted with all that is in it. */
public final class ScratchFolder implements AutoCloseable {

    private final Path path;

    /** Creates it in the folder for temporary files, under {@code java.io.tmpdir}. */
    public ScratchFolder() {
        try {
            path = Files.createTempDirectory("gradwatch-benchmark-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for temporary files", e);
        }
    }

    /** A folder in it, which need not exist yet. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " could not be deleted", e);
        }
    }
}
