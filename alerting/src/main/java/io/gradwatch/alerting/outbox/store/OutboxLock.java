package io.gradwatch.alerting.outbox.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right of one service to use a data folder. H2 locks its file, but lets a second service of this process in. */
public final class OutboxLock implements AutoCloseable {

    private static final String NAME = "alerting-outbox.lock";

    private final FileChannel channel;

    private OutboxLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, and makes it where it is missing.
     *
     * @throws OutboxException when another service has it, or it cannot be used
     */
    public static OutboxLock take(Path folder) {
        Path lockFile = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                throw new OutboxException(
                        "another alerting service uses the data folder " + folder + " (it holds " + lockFile + ")",
                        null);
            }
            return new OutboxLock(channel);
        } catch (IOException e) {
            throw new OutboxException("the data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OutboxException("the lock of the outbox was not released: " + e, e);
        }
    }
}
