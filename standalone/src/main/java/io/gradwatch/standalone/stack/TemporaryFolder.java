package io.gradwatch.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that is gone when it is closed. */
public final class TemporaryFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final int PASSES = 3;

    private final Path path;

    /** @param prefix of its name */
    public TemporaryFolder(String prefix) {
        try {
            path = Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made: " + e, e);
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Others may still be closing files in the folder: a further pass takes what one could not. */
    @Override
    public void close() {
        for (int pass = 0; pass < PASSES && !isDeleted(); pass++) {
            LOG.debug("{} is not empty yet", path);
        }
    }

    private boolean isDeleted() {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> found = Files.walk(path)) {
            for (Path item : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(item);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
