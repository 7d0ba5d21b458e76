package io.gradwatch.standalone.stack;

import io.gradwatch.service.DiskRoom;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The one folder that holds all state, locked for this process: what is in it survives a restart and a kill. */
public final class DataFolder implements AutoCloseable {

    private static final long MEBI = 1 << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Opens a folder, creating it where it is missing: then nobody but its owner can enter it, since everything that
     * jobs sent lies in it. The rights of a folder that exists are its owner's choice.
     *
     * @throws IOException when it cannot be written, its disk is full, or another process has it open
     */
    public static DataFolder open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        create(absolute);
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

    private static void create(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && Files.notExists(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createDirectories(folder);
        }
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

    /**
     * Lets nobody but its owner enter it.
     *
     * @return the rights that others had before
     */
    Set<PosixFilePermission> keepToOwner() {
        try {
            Set<PosixFilePermission> before = EnumSet.noneOf(PosixFilePermission.class);
            before.addAll(Files.getPosixFilePermissions(root));
            before.removeAll(OWNER_ONLY);
            Files.setPosixFilePermissions(root, OWNER_ONLY);
            return before;
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalStateException(
                    "the data folder " + root + " cannot be closed to other users, as shared-host wants: " + e, e);
        }
    }

    /** Secrets of a monitor on a shared host. */
    Path access() {
        return root.resolve("access");
    }

    /** Alerts of the monitor about itself. */
    Path monitorAlerts() {
        return root.resolve("monitor-alerts");
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
