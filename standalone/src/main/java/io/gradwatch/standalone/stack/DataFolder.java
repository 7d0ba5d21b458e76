package io.gradwatch.standalone.stack;

import io.gradwatch.config.DiskRoom;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one folder that holds all state, locked for this process: what is in it survives a restart and a kill. */
public final class DataFolder implements AutoCloseable {

    private static final long MEBI = 1 << 20;

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens a folder, creating it where it is missing.
     *
     * @throws IOException when it cannot be written, its disk is full, or another process has it open
     */
    public static DataFolder open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        DiskRoom room = DiskRoom.of(absolute);
        if (room.mustStop()) {
            throw new IOException("the disk of the data folder " + absolute + " is full: " + room.usableBytes() / MEBI
                    + " MiB are left and " + room.stopBytes() / MEBI
                    + " MiB are needed; nothing was started or changed. Make room, or set another data-folder");
        }
        FileChannel channel =
                FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException("the data folder " + absolute + " is in use by another gradwatch process");
        }
        return new DataFolder(absolute, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** Log of the embedded broker. */
    public Path broker() {
        return root.resolve("broker");
    }

    /** Checkpoints of the detection job, and what Flink needs while it runs. */
    public Path detection() {
        return root.resolve("detection");
    }

    /** Outbox of the alerting service. */
    public Path alerting() {
        return root.resolve("alerting");
    }

    /** Live tables and history of the fleet. */
    public Path fleet() {
        return root.resolve("fleet");
    }

    /** Spool of agents in this process. */
    public Path spool() {
        return root.resolve("spool");
    }

    /** Gives the folder free. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
