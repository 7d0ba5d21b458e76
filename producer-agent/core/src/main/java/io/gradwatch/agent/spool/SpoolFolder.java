package io.gradwatch.agent.spool;

import io.gradwatch.access.Host;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folder in which all agents of a user on a host keep their spools: {@code sessions}, {@code damaged},
 * {@code attempts}.
 */
public final class SpoolFolder {

    private static final System.Logger LOG = System.getLogger(SpoolFolder.class.getName());
    private static final Pattern LOOPBACK =
            Pattern.compile("^(?:localhost|127(?:\\.\\d+){3}|\\[::1]):(\\d+)$", Pattern.CASE_INSENSITIVE);

    /** Faults and foreign destinations that the log of this process has: agents look again every few seconds. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private static final int MOST_TOLD = 1_000;

    /** As long as records of Python jobs wait. */
    private static final Duration OLDEST = Duration.ofDays(14);

    private final Path path;
    private final Set<String> destination;
    private final Path sessions;
    private final Path damaged;

    /** @param path the real one: a folder with two names would be locked twice by one process */
    private SpoolFolder(Path path, String destination) {
        this.path = path;
        this.destination = servers(destination);
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
        create(path.toAbsolutePath());
        SpoolFolder folder = new SpoolFolder(path.toRealPath(), destination);
        Files.createDirectories(folder.sessions);
        Files.delete(Files.createTempFile(folder.sessions, "probe", ".tmp"));
        return folder;
    }

    /**
     * The folder of other agents; empty while it is missing or cannot be looked at.
     *
     * @param destination servers of which spools are looked for, separated by commas
     */
    static Optional<SpoolFolder> ofOthers(Path path, String destination) {
        try {
            SpoolFolder folder = new SpoolFolder(path.toRealPath(), destination);
            return Files.exists(folder.sessions) ? Optional.of(folder) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            tellOnce(Level.WARNING, "The spools in " + path + " cannot be looked for: " + e);
            return Optional.empty();
        }
    }

    /** Servers by one name each; a loopback address names this host too, since hosts may share the folder. */
    private static Set<String> servers(String destination) {
        return Arrays.stream(destination.split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(server -> LOOPBACK.matcher(server).replaceFirst("127.0.0.1:$1@" + Host.folder()))
                .collect(Collectors.toSet());
    }

    private static void tellOnce(Level level, String text) {
        if (TOLD.size() < MOST_TOLD && TOLD.add(text)) {
            LOG.log(level, text);
        }
    }

    /** For its owner alone where it is new: what a job says lies in it. */
    private static void create(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(folder.getParent());
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(folder);
            return;
        }
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
        try {
            folder.create(destination);
            return FileSpool.ofSession(folder, key, limits, () -> bytesOfOthers(name));
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * The spools of sessions whose process is dead, oldest first, locked for this one. What cannot be opened is left,
     * with a log line.
     *
     * @param met is shown every spool, also those of which Kafka has everything and that are removed
     */
    public List<FileSpool> adoptOrphans(SpoolLimits limits, Consumer<FileSpool> met) {
        return adoptOrphans(limits, met, servers -> true);
    }

    /** The same of those for one of the servers of this folder, and of those whose agent did not say for which. */
    List<FileSpool> adoptOwnOrphans(SpoolLimits limits, Consumer<FileSpool> met) {
        return adoptOrphans(limits, met, servers -> servers.isEmpty() || isDestination(servers));
    }

    /** The same of those for one of the servers of this folder alone. */
    List<FileSpool> adoptOrphansOfOthers(SpoolLimits limits, Consumer<FileSpool> met) {
        return adoptOrphans(limits, met, this::isDestination);
    }

    private boolean isDestination(Set<String> servers) {
        return !Collections.disjoint(destination, servers);
    }

    private List<FileSpool> adoptOrphans(
            SpoolLimits limits, Consumer<FileSpool> met, Predicate<Set<String>> destinations) {
        List<FileSpool> orphans = new ArrayList<>();
        for (Path session : sessionFolders()) {
            try {
                FileSpool orphan = adopt(session, limits, met, destinations);
                if (orphan != null) {
                    orphans.add(orphan);
                }
            } catch (ClosedByInterruptException e) {
                return orphans;
            } catch (IOException | RuntimeException e) {
                tellOnce(Level.WARNING, "The spool " + session + " of a dead process cannot be opened: " + e);
            }
        }
        return orphans;
    }

    private FileSpool adopt(
            Path session, SpoolLimits limits, Consumer<FileSpool> met, Predicate<Set<String>> destinations)
            throws IOException {
        String name = session.getFileName().toString();
        SessionFolder folder = SessionFolder.lock(sessions, damaged, name);
        if (folder == null) {
            return null;
        }
        FileSpool taken = null;
        try {
            if (Files.notExists(session)) {
                // It ended between the listing and the lock, which has made the lock file again.
                folder.delete();
                return null;
            }
            Set<String> servers = folder.destination();
            if (!destinations.test(servers)) {
                leaveForTheirKafka(folder, session, servers);
                return null;
            }
            FileSpool spool = FileSpool.ofOrphan(folder, limits, () -> bytesOfOthers(name));
            met.accept(spool);
            spool.retire();
            if (spool.pendingBytes() > 0) {
                taken = spool;
            } else {
                spool.close();
            }
            return taken;
        } finally {
            if (taken == null) {
                folder.close();
            }
        }
    }

    /** Records of a Kafka that does not come back would fill the room of all spools. */
    private void leaveForTheirKafka(SessionFolder folder, Path session, Set<String> servers) throws IOException {
        if (Files.getLastModifiedTime(session).toInstant().isAfter(Instant.now().minus(OLDEST))) {
            tellOnce(Level.INFO, "Records in " + sessions + " wait for an agent whose Kafka is at " + servers);
            return;
        }
        LOG.log(
                Level.WARNING,
                "{0} is deleted: for {1} days no agent came whose Kafka is at {2}",
                session,
                OLDEST.toDays(),
                servers);
        for (Segment segment : folder.segments()) {
            Files.delete(segment.path);
        }
        folder.delete();
    }

    private List<Path> sessionFolders() {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(sessions, Files::isDirectory)) {
            entries.forEach(folders::add);
            folders.sort(Comparator.comparingLong(folder -> folder.toFile().lastModified()));
        } catch (IOException | RuntimeException e) {
            tellOnce(Level.WARNING, "The spools in " + sessions + " cannot be listed: " + e);
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
