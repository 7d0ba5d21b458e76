package io.gradwatch.agent.spool;

import io.gradwatch.schema.SingleObjectCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Spools of all sessions of this process, in a folder that can be written or in memory, and those of dead processes.
 */
public final class SessionSpools {

    private static final System.Logger LOG = System.getLogger(SessionSpools.class.getName());

    private final long memoryLimitBytes;
    private final SpoolLimits limits;
    private final String destination;
    private final boolean ofUser;
    private final SpoolFolder folder;
    private Path place;
    /** Of all sessions together. */
    private final AtomicLong bytesInMemory = new AtomicLong();

    private String trouble = "";

    /**
     * Looks for a folder that can be written; there may be none.
     *
     * @param given folder; null for the one of this user, or the temporary one where that cannot be written
     * @param limitBytes room of all spools of the folder on disk
     * @param memoryLimitBytes room of all records that wait in memory only
     * @param destination servers that the records go to, separated by commas
     */
    public SessionSpools(Path given, long limitBytes, long memoryLimitBytes, String destination) {
        this.destination = destination;
        this.memoryLimitBytes = memoryLimitBytes;
        this.limits = SpoolLimits.of(limitBytes, SingleObjectCodec.MAX_RECORD_BYTES);
        this.folder = firstWritable(given == null ? candidates() : List.of(given));
        this.ofUser = given == null || candidates().stream().anyMatch(candidate -> isSame(candidate, given));
    }

    /** Why records do not wait in files; empty when they do. */
    public String trouble() {
        return trouble;
    }

    /** The spool of this session: in files, or in memory where there is no folder for it. */
    public Spool session(long session, String runId) {
        byte[] key = runId.getBytes(StandardCharsets.UTF_8);
        MemorySpool memory = memory(key);
        if (folder == null) {
            return memory;
        }
        try {
            return new OverflowSpool(folder.openSession(session, key, limits), memory);
        } catch (IOException e) {
            noFiles(e);
            return memory;
        }
    }

    /**
     * The spools of dead processes, oldest first; every spool is shown to {@code met} before those that hold nothing
     * for Kafka are removed. In the folder of this user, which agents of several Kafkas share, those for another Kafka
     * are left.
     */
    public List<FileSpool> orphans(Consumer<FileSpool> met) {
        if (folder == null) {
            return List.of();
        }
        return ofUser ? folder.adoptOwnOrphans(limits, met) : folder.adoptOrphans(limits, met);
    }

    /** The same in the folder of other agents, of records for the same Kafka; on any thread. */
    public List<FileSpool> orphansIn(Path others, Consumer<FileSpool> met) {
        return SpoolFolder.ofOthers(others, destination)
                .map(found -> found.adoptOrphansOfOthers(limits, met))
                .orElse(List.of());
    }

    /** Folder of the spools; the one that could not be written where there is none. */
    public Path place() {
        return place;
    }

    /** A spool that a dead process left, to which its session may append again. */
    public OverflowSpool continued(FileSpool orphan) {
        return new OverflowSpool(orphan, memory(orphan.key()));
    }

    private MemorySpool memory(byte[] key) {
        return new MemorySpool(key, memoryLimitBytes, bytesInMemory);
    }

    /** Counts this start of the run where nothing else does; 0 where it cannot. */
    public int countedAttempt(String runId, int rank) {
        if (folder == null) {
            return 0;
        }
        try {
            return AttemptCounter.next(folder.attempts(), runId, rank);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The attempts of run {0} cannot be counted, this one is called 0: {1}", runId, e);
            return 0;
        }
    }

    private SpoolFolder firstWritable(List<Path> candidates) {
        IOException last = null;
        for (Path candidate : candidates) {
            place = candidate.toAbsolutePath();
            try {
                return SpoolFolder.open(candidate, destination);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.INFO, "The spool cannot be at " + candidate + ": " + e);
                last = e instanceof IOException io ? io : new IOException(e);
            }
        }
        noFiles(last);
        return null;
    }

    private static boolean isSame(Path candidate, Path given) {
        try {
            return Files.exists(candidate) && Files.isSameFile(candidate, given);
        } catch (IOException e) {
            return candidate.equals(given.toAbsolutePath().normalize());
        }
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        addPath(candidates, "user.home", ".gradwatch", "spool");
        addPath(candidates, "java.io.tmpdir", "gradwatch-" + System.getProperty("user.name", "nobody"), "spool");
        return candidates;
    }

    private static void addPath(List<Path> paths, String property, String... below) {
        String value = System.getProperty(property);
        if (value != null && !value.isBlank() && !value.equals("?")) {
            paths.add(Path.of(value, below));
        }
    }

    private void noFiles(IOException cause) {
        trouble = "the spool cannot be written: " + cause;
        LOG.log(
                Level.WARNING,
                "Records wait in memory only, at most {0} bytes of them: {1}",
                memoryLimitBytes,
                trouble);
    }

    @Override
    public String toString() {
        return folder == null ? "memory" : folder.toString();
    }
}
