package io.gradwatch.agent;

import io.gradwatch.agent.spool.AttemptCounter;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.agent.spool.MemorySpool;
import io.gradwatch.agent.spool.OverflowSpool;
import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.SpoolFolder;
import io.gradwatch.agent.spool.SpoolLimits;
import io.gradwatch.schema.SingleObjectCodec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Finds a folder for the spool that can be written, and what earlier processes left in it. */
final class SpoolOpening {

    private static final System.Logger LOG = System.getLogger(SpoolOpening.class.getName());

    private final AgentSettings settings;
    private final SpoolLimits limits;
    private final SpoolFolder folder;
    /** Of all sessions together. */
    private final AtomicLong bytesInMemory = new AtomicLong();

    private String trouble = "";

    /** Looks for the folder; there may be none. */
    SpoolOpening(AgentSettings settings) {
        this.settings = settings;
        this.limits = SpoolLimits.of(settings.spoolLimitBytes(), SingleObjectCodec.MAX_RECORD_BYTES);
        this.folder = firstWritable();
    }

    /** Why records do not wait in files; empty when they do. */
    String trouble() {
        return trouble;
    }

    /** The spool of this session: in files, or in memory where there is no folder for it. */
    Spool session(RunIdentity identity) {
        byte[] key = identity.runId().getBytes(StandardCharsets.UTF_8);
        MemorySpool memory = memory(key);
        if (folder == null) {
            return memory;
        }
        try {
            return new OverflowSpool(folder.openSession(identity.session(), key, limits), memory);
        } catch (IOException e) {
            noFiles(e);
            return memory;
        }
    }

    /** What dead processes left, oldest first. */
    List<FileSpool> orphans() {
        return orphans(met -> {});
    }

    /** The same; every spool is shown to {@code met} before those that hold nothing for Kafka are removed. */
    List<FileSpool> orphans(Consumer<FileSpool> met) {
        return folder == null ? List.of() : folder.adoptOrphans(limits, met);
    }

    /** A spool that a dead process left, to which its session may append again. */
    OverflowSpool continued(FileSpool orphan) {
        return new OverflowSpool(orphan, memory(orphan.key()));
    }

    private MemorySpool memory(byte[] key) {
        return new MemorySpool(key, settings.memoryLimitBytes(), bytesInMemory);
    }

    /** Counts this start of the run where nothing else does; 0 where it cannot. */
    int countedAttempt(String runId, int rank) {
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

    private SpoolFolder firstWritable() {
        IOException last = null;
        for (Path candidate : candidates()) {
            try {
                return SpoolFolder.open(candidate);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.INFO, "The spool cannot be at " + candidate + ": " + e);
                last = e instanceof IOException io ? io : new IOException(e);
            }
        }
        noFiles(last);
        return null;
    }

    private List<Path> candidates() {
        if (settings.spoolFolder() != null) {
            return List.of(settings.spoolFolder());
        }
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
                settings.memoryLimitBytes(),
                trouble);
    }
}
