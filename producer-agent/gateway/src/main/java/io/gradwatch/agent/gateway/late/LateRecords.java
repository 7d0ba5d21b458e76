package io.gradwatch.agent.gateway.late;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.job.Jobs;
import io.gradwatch.agent.relay.LeftSpools;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Records of jobs that ended while no agent or no Kafka was there. Those in files are taken as from the job itself, and
 * a file is deleted when all of it is safe; spools of Java jobs are taken over as they are. The run of a process that
 * was killed is ended in its place.
 */
public final class LateRecords implements Runnable, AutoCloseable {

    /** Ending of a file that the agent refuses, for a person to look at. */
    private static final String REFUSED = ".refused";
    /** Ending of one that cannot be read in whole. */
    private static final String DAMAGED = ".damaged";
    /** Ending of one whose run nobody wants to hear of any more. */
    private static final String OLD = ".old";

    /** Newest version of such files that this agent knows. */
    private static final int VERSION = 1;

    private static final Duration OLDEST = Duration.ofDays(14);
    /** A process of another host that lives writes more often while no agent is there. */
    private static final Duration SURELY_GONE = Duration.ofDays(1);
    /** Jobs wait for it at the start. */
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(2);

    private static final Path KERNEL = Path.of("/proc/sys/kernel");
    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final System.Logger LOG = System.getLogger(LateRecords.class.getName());
    private final LateFolders folders;
    private final Relay relay;
    private final LateTransfer transfer;
    private final Executor owner;
    private final String host = text(KERNEL.resolve("hostname"));
    private final String boot = text(KERNEL.resolve("random/boot_id"));
    private final Set<String> told = new HashSet<>();
    private final Thread thread = new Thread(this, "gradwatch-late-records");

    /**
     * @param folders in which jobs leave their files
     * @param relay carries the records
     * @param jobs of that relay
     * @param owner has the relay's thread do something soon
     */
    public LateRecords(LateFolders folders, Relay relay, Jobs jobs, Executor owner) {
        this.folders = folders;
        this.relay = relay;
        this.owner = owner;
        this.transfer = new LateTransfer(jobs, owner);
        thread.setDaemon(true);
    }

    /**
     * Counts the attempts of which jobs left records before those of the jobs that go on. To be called before the
     * relay's thread runs, for at most two seconds.
     */
    public void countAttempts() {
        long end = System.nanoTime() + LONGEST_COUNT.toNanos();
        try {
            for (Path path : folders.files()) {
                if (System.nanoTime() - end > 0) {
                    return;
                }
                countAttempt(path);
            }
        } catch (IOException | RuntimeException e) {
            later("The folders in which jobs leave records", e);
        }
    }

    private void countAttempt(Path path) {
        try (LateFile file = LateFile.open(path).orElse(null)) {
            ObjectNode hello = file == null || isOld(path) ? null : file.hello();
            if (hello == null
                    || isOfLivingProcess(path, hello)
                    || hello.path("attempt").isInt()) {
                return;
            }
            long session = hello.path("session").asLong(-1);
            String run = hello.path("runId").asText();
            if (session >= 0 && Relay.isRunId(run)) {
                RelayedSession begun =
                        relay.session(session, run, hello.path("rank").asInt(), null);
                relay.end(begun);
                file.noteAttempt(hello, begun.attempt());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0} is looked at again when it is sent: {1}", path, e);
        }
    }

    private static boolean isOld(Path path) throws IOException {
        return age(path).compareTo(OLDEST) > 0;
    }

    private static Duration age(Path path) throws IOException {
        return Duration.between(Files.getLastModifiedTime(path).toInstant(), Instant.now());
    }

    /** On another host that shares the folder, of which no lock may tell here. */
    private boolean isOfLivingProcess(Path path, ObjectNode hello) throws IOException {
        return path.toString().endsWith(LateFolders.LIVE)
                && LateFile.isOfAnotherHost(hello, host, boot)
                && age(path).compareTo(SURELY_GONE) < 0;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                sendAll();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() throws ClosedByInterruptException {
        try {
            folders.spool().ifPresent(this::sendSpools);
            for (Path file : folders.files()) {
                sendOne(file);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            later("The folders in which jobs leave records", e);
        }
    }

    /** Looks for them here: a home that hangs must not stop the relay's thread. */
    private void sendSpools(Path folder) {
        LeftSpools left = relay.findIn(folder);
        owner.execute(() -> relay.take(left));
    }

    /** A file that cannot be sent keeps no other from it. */
    private void sendOne(Path file) throws ClosedByInterruptException {
        try (LateFile late = LateFile.open(file).orElse(null)) {
            if (late != null) {
                send(late);
            }
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "{0} was taken by somebody else", file);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            later(file.toString(), e);
        }
    }

    private void later(String what, Exception cause) {
        tellOnce(what + " cannot be read or sent now: " + cause);
    }

    private void tellOnce(String text) {
        if (told.size() < 1_000 && told.add(text)) {
            LOG.log(Level.WARNING, text);
        }
    }

    private void send(LateFile file) throws IOException {
        if (isOld(file.path())) {
            setAside(file, OLD, "it is older than " + OLDEST.toDays() + " days");
            return;
        }
        LateFile.Summary found = file.summary();
        if (found.hello() != null && isOfLivingProcess(file.path(), found.hello())) {
            tellOnce(file.path() + " is of a process of host " + found.hello().path("host") + ", which may live;"
                    + " it is taken when it is a day old");
            return;
        }
        if (found.hello() == null || found.lastNumber() < 0) {
            setAside(file, DAMAGED, found.damaged() + " lines of it are damaged and no record is whole");
            return;
        }
        long version = LateFile.count(found.hello(), "late", VERSION);
        if (version > VERSION) {
            setAside(
                    file,
                    REFUSED,
                    "it is of version " + version + ", and this agent knows version " + VERSION
                            + ": one of a newer release takes it under its former name");
            return;
        }
        Optional<String> refusal = transfer.take(file, found);
        if (refusal.isPresent()) {
            setAside(file, REFUSED, refusal.get());
        } else if (found.damaged() > 0) {
            setAside(
                    file, DAMAGED, found.damaged() + " lines are damaged, the other " + found.records() + " were sent");
        } else {
            Files.delete(file.path());
            LOG.log(Level.INFO, "Sent {0} records that a job left in {1}", found.records(), file.path());
        }
    }

    private static void setAside(LateFile file, String ending, String why) throws IOException {
        Path path = file.path();
        Path aside = path.resolveSibling(path.getFileName() + ending);
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.log(Level.WARNING, "The records that a job left in {0} are set aside as {1}: {2}", path, aside, why);
    }

    /** Empty where the kernel does not say it. */
    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
