package io.gradwatch.agent.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The folder in which all agents of a user on a host keep their spools: {@code sessions}, {@code damaged},
 * {@code attempts}.
 */
public final class SpoolFolder {

    private static final System.Logger LOG = System.getLogger(SpoolFolder.class.getName());

    private final Path path;
    private final Set<String> destination;
    private final boolean shared;
    private final Path sessions;
    private final Path damaged;

    private SpoolFolder(Path path, String destination, boolean shared) {
        this.path = path.toAbsolutePath();
        this.destination = servers(destination);
        this.shared = shared;
        this.sessions = path.resolve("sessions");
        this.damaged = path.resolve("damaged");
    }

    /**
     * The folder at the given place, made if it is missing.
     *
     * @param destination servers that its records go to, separated by commas
     * @throws IOException when nothing can be written there
     */
    public static SpoolFolder open(Path path, String destination) throws IOException {
        SpoolFolder folder = new SpoolFolder(path, destination, false);
        create(folder.path);
        Files.createDirectories(folder.sessions);
        Files.delete(Files.createTempFile(folder.sessions, "probe", ".tmp"));
        return folder;
    }

    /** The folder of other agents, of which only spools for one of the servers are taken over; it may be missing. */
    static SpoolFolder ofOthers(Path path, String destination) {
        return new SpoolFolder(path, destination, true);
    }

    private static Set<String> servers(String destination) {
        return Arrays.stream(destination.split(","))
                .map(server -> server.strip().replaceFirst("^localhost:", "127.0.0.1:"))
                .collect(Collectors.toSet());
    }

    /** For its owner alone where it is new: what a job says lies in it. */
    private static void create(Path folder) throws IOException {
        if (Files.exists(folder)
                || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Files.createDirectories(folder.getParent());
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            LOG.log(Level.DEBUG, "{0} was made by another agent meanwhile", folder);
        }
    }

    /** Counters of attempts, a file for each run. */
    public Path attempts() {
        return path.resolve("attempts");
    }

    /** A new spool for a session of this process. */
    public FileSpool openSession(long session, byte[] key, SpoolLimits limits) throws IOException {
        String name = SessionFolder.name(session);
        SessionFolder folder = SessionFolder.lock(sessions, damaged, name);
        if (folder == null) {
            throw new IOException("the session " + name + " in " + sessions + " is held by another agent");
        }
        folder.create(String.join(",", destination));
        return FileSpool.ofSession(folder, key, limits, () -> bytesOfOthers(name));
    }

    /**
     * The spools of sessions whose process is dead, oldest first, locked for this one. What cannot be opened is left,
     * with a log line.
     *
     * @param met is shown every spool, also those of which Kafka has everything and that are removed
     */
    public List<FileSpool> adoptOrphans(SpoolLimits limits, Consumer<FileSpool> met) {
        List<FileSpool> orphans = new ArrayList<>();
        for (Path session : sessionFolders()) {
            try {
                FileSpool orphan = adopt(session, limits, met);
                if (orphan != null) {
                    orphans.add(orphan);
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "The spool " + session + " of a dead process cannot be opened: " + e);
            }
        }
        return orphans;
    }

    private FileSpool adopt(Path session, SpoolLimits limits, Consumer<FileSpool> met) throws IOException {
        String name = session.getFileName().toString();
        SessionFolder folder = SessionFolder.lock(sessions, damaged, name);
        if (folder == null) {
            return null;
        }
        try {
            if (shared && Collections.disjoint(destination, servers(folder.destination()))) {
                folder.close();
                return null;
            }
            FileSpool spool = FileSpool.ofOrphan(folder, limits, () -> bytesOfOthers(name));
            met.accept(spool);
            spool.retire();
            if (spool.pendingBytes() > 0) {
                return spool;
            }
            spool.close();
            return null;
        } catch (NoSuchFileException e) {
            // It ended between the listing and the lock.
            try (folder) {
                folder.delete();
            }
            return null;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private List<Path> sessionFolders() {
        List<Path> folders = new ArrayList<>();
        if (shared && Files.notExists(sessions)) {
            return folders;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(sessions, Files::isDirectory)) {
            entries.forEach(folders::add);
            folders.sort(Comparator.comparingLong(folder -> folder.toFile().lastModified()));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The spools in " + sessions + " cannot be listed: " + e);
        }
        return folders;
    }

    /** Bytes of the segments of all sessions but the named one. */
    private long bytesOfOthers(String name) {
        return sessionFolders().stream()
                .filter(session -> !session.getFileName().toString().equals(name))
                .mapToLong(SpoolFolder::bytesIn)
                .sum();
    }

    private static long bytesIn(Path session) {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(session, "*" + Segment.ENDING)) {
            for (Path file : files) {
                bytes += file.toFile().length();
            }
        } catch (IOException | RuntimeException e) {
            // The session ended meanwhile.
            return 0;
        }
        return bytes;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
