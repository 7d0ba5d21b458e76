package io.gradwatch.alerting.outbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The right of one service to use a data folder. H2 locks its file, but lets a second service of this process in. */
public final class OutboxLock implements AutoCloseable {

    private static final String NAME = "alerting-outbox.lock";

    private static final int ID_CHARACTERS = 36;

    private final FileChannel channel;

    private final String id;

    private OutboxLock(FileChannel channel, String id) {
        this.channel = channel;
        this.id = id;
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
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (locked(channel) == null) {
                    throw new OutboxException(
                            "another alerting service uses the data folder " + folder + " (it holds " + lockFile + ")",
                            null);
                }
                return new OutboxLock(channel, id(channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OutboxException("the data folder " + folder + " cannot be used: " + e, e);
        }
    }

    /** Id of the folder: that in the lock file, where a new one is put if it has none. */
    public String id() {
        return id;
    }

    private static String id(FileChannel channel) throws IOException {
        byte[] start = Channels.newInputStream(channel).readNBytes(ID_CHARACTERS + 1);
        String found = new String(start, StandardCharsets.US_ASCII);
        if (found.matches("[0-9a-f-]{" + ID_CHARACTERS + "}")) {
            return found;
        }
        String made = UUID.randomUUID().toString();
        channel.truncate(0).write(ByteBuffer.wrap(made.getBytes(StandardCharsets.US_ASCII)), 0);
        return made;
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
