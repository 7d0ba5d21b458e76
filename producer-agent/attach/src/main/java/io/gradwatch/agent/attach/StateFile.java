package io.gradwatch.agent.attach;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Remembers how far a run was told, and the batch that is being told: who starts after a kill tells that batch again,
 * under the same numbers. Locked as long as it is open.
 */
final class StateFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME_BYTES = 16;

    /**
     * Content of the file.
     *
     * @param before the state before the batch
     * @param path of the file that the batch was read from; null where there is none to be told again
     * @param after the state behind it
     * @param backlogBefore rows that were written before this time are backlog, milliseconds since 1970-01-01 UTC; 0
     *     once all of it is sent
     */
    record Content(RunOffsets before, String path, RunOffsets after, long backlogBefore) {}

    private final Path file;
    private final FileChannel lock;

    private StateFile(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Opens and locks the memory of a run.
     *
     * @param folder made if it is missing
     * @param key place of the run with its id
     * @throws IOException when it cannot be written, or another process follows the same
     */
    static StateFile open(Path folder, String key) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(Sha256.hex(key, NAME_BYTES) + ".json");
        FileChannel channel = FileChannel.open(
                folder.resolve(Sha256.hex(key, NAME_BYTES) + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process follows it already.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException("is followed already by another 'gradwatch attach' with the state in " + folder);
        }
        return new StateFile(file, channel);
    }

    /**
     * The content that was saved last; empty where none was.
     *
     * @throws IOException when it cannot be read
     */
    Optional<Content> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Content.class));
        } catch (JacksonException e) {
            throw new IOException(
                    file + " cannot be read (" + e.getOriginalMessage()
                            + "); without it, its run is sent from the start" + " as if it were new",
                    e);
        }
    }

    /** Saves, all or nothing. */
    void save(Content content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(written.toFile(), content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be unlocked", e);
        }
    }
}
