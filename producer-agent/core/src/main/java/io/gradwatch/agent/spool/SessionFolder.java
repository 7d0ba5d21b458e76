package io.gradwatch.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of one session, locked. The lock file lies beside the folder and is taken before the folder is made, so
 * that a folder whose lock is free never belongs to a living agent.
 */
final class SessionFolder implements AutoCloseable {

    /**
     * Lock files that this process holds: opening and closing such a file again, only to find it locked, would release
     * the lock (POSIX).
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final String LOCK_ENDING = ".lock";
    private static final int LONGEST_DESTINATION_BYTES = 4 << 10;
    /** Damaged segments that are kept for a person to look at; older ones are deleted. */
    private static final int KEPT_DAMAGED_SEGMENTS = 8;

    private final Path path;
    private final Path lockFile;
    private final Path damaged;
    private final FileChannel lock;

    private SessionFolder(Path path, Path lockFile, Path damaged, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.damaged = damaged;
        this.lock = lock;
    }

    /**
     * Locks the session of the given name.
     *
     * @return null when another agent holds it
     */
    static SessionFolder lock(Path sessions, Path damaged, String name) throws IOException {
        Path lockFile = sessions.resolve(name + LOCK_ENDING);
        if (!HELD_HERE.add(lockFile)) {
            return null;
        }
        SessionFolder locked = null;
        try {
            locked = tryLock(sessions.resolve(name), lockFile, damaged);
        } finally {
            if (locked == null) {
                HELD_HERE.remove(lockFile);
            }
        }
        return locked;
    }

    private static SessionFolder tryLock(Path path, Path lockFile, Path damaged) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // An agent of another class loader of this process holds it.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new SessionFolder(path, lockFile, damaged, channel) : null;
    }

    Path path() {
        return path;
    }

    /** Name of the folder of a session. */
    static String name(long session) {
        return String.format("%016x", session);
    }

    /** The session; 0 where the folder has no name of ours. */
    long session() {
        try {
            return Long.parseUnsignedLong(path.getFileName().toString(), 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Makes the folder if it is missing.
     *
     * @param destination servers of its records, which stand in the lock file
     */
    void create(Set<String> destination) throws IOException {
        lock.truncate(0).write(ByteBuffer.wrap(String.join(",", destination).getBytes(StandardCharsets.UTF_8)), 0);
        Files.createDirectories(path);
    }

    /** Servers of its records; none where its agent did not say them. */
    Set<String> destination() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_DESTINATION_BYTES);
        lock.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return text.isEmpty() ? Set.of() : new HashSet<>(List.of(text.split(",")));
    }

    /** The segments in it, oldest first. */
    List<Segment> segments() throws IOException {
        List<Segment> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                long number = Segment.number(file);
                if (number >= 0) {
                    found.add(new Segment(number, file, Files.size(file)));
                }
            }
        }
        found.sort(Comparator.comparingLong(segment -> segment.number));
        return found;
    }

    /** Moves a damaged segment to where the shipping of records does not meet it again. */
    void setAside(Segment segment) throws IOException {
        Files.createDirectories(damaged);
        Path target = damaged.resolve(path.getFileName() + "-" + segment.path.getFileName());
        Files.move(segment.path, target, StandardCopyOption.REPLACE_EXISTING);
        List<Path> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(damaged)) {
            files.forEach(kept::add);
        }
        kept.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
        for (int i = 0; i < kept.size() - KEPT_DAMAGED_SEGMENTS; i++) {
            Files.deleteIfExists(kept.get(i));
        }
    }

    /** Removes the folder, which must hold no segments any more, and its lock file. */
    void delete() throws IOException {
        AcknowledgedPosition.delete(path);
        Files.deleteIfExists(path);
        Files.deleteIfExists(lockFile);
    }

    /** Releases the lock. */
    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        } finally {
            HELD_HERE.remove(lockFile);
        }
    }
}
