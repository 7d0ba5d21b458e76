package io.gradwatch.agent.gateway.late;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.line.Json;
import io.gradwatch.agent.relay.Relay;
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
import java.util.concurrent.TimeUnit;

/**
 * Records of jobs that ended while no agent was there. They are said to the agent as by the job itself, and a file is
 * deleted when all of it is acknowledged. The run of a process that was killed is ended in its place.
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
    private final LateConnection.Opening connections;
    private final String host = text(KERNEL.resolve("hostname"));
    private final String boot = text(KERNEL.resolve("random/boot_id"));
    private final Set<String> told = new HashSet<>();
    private final Thread thread = new Thread(this, "gradwatch-late-records");

    /**
     * @param folders in which jobs leave their files
     * @param connections to the agent
     */
    public LateRecords(LateFolders folders, LateConnection.Opening connections) {
        this.folders = folders;
        this.connections = connections;
        thread.setDaemon(true);
    }

    /** Counts the start of a run. */
    @FunctionalInterface
    public interface Attempts {
        int count(long session, String runId, int rank);
    }

    /**
     * Counts the attempts of which jobs left records before those of the jobs that go on. To be called before jobs are
     * heard, for at most two seconds.
     */
    public void countAttempts(Attempts attempts) {
        long end = System.nanoTime() + LONGEST_COUNT.toNanos();
        try {
            for (Path path : folders.files()) {
                if (System.nanoTime() - end > 0) {
                    return;
                }
                countAttempt(path, attempts);
            }
        } catch (IOException | RuntimeException e) {
            later("The folders in which jobs leave records", e);
        }
    }

    private void countAttempt(Path path, Attempts attempts) {
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
                file.noteAttempt(
                        hello, attempts.count(session, run, hello.path("rank").asInt()));
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
            for (Path file : folders.files()) {
                sendOne(file);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            later("The folders in which jobs leave records", e);
        }
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
        int version = found.hello().path("late").asInt(VERSION);
        if (version > VERSION) {
            setAside(
                    file,
                    REFUSED,
                    "it is of version " + version + ", and this agent knows version " + VERSION
                            + ": one of a newer release takes it under its former name");
            return;
        }
        Optional<String> refusal;
        try (LateConnection connection = connections.open()) {
            refusal = send(file, found, connection);
        }
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

    /** Why the agent takes nothing of it; empty where it has everything. */
    private static Optional<String> send(LateFile file, LateFile.Summary found, LateConnection connection)
            throws IOException {
        long last = found.lastNumber();
        Optional<String> refusal = connection.greet(found.hello());
        if (refusal.isPresent()) {
            return refusal;
        }
        if (found.lacksAttempt()) {
            file.noteAttempt(found.hello(), connection.attempt());
        }
        long[] left = {found.records()};
        file.records(line -> {
            left[0]--;
            connection.say(left[0] == 0 ? lastLine(found, line) : line);
        });
        if (!found.isWhole()) {
            // The agent may have more than the file: the job was there again before it was killed.
            last = Math.max(last + 1, connection.next());
            connection.say(Json.bytes(end(last, file.path(), found)));
        }
        return connection.awaitAcknowledged(last + 1);
    }

    /** The end of a run tells what is damaged too. */
    private static byte[] lastLine(LateFile.Summary found, byte[] line) throws IOException {
        if (found.damaged() == 0 || !(found.last().get("ended") instanceof ObjectNode ended)) {
            return line;
        }
        ended.put("droppedRecords", ended.path("droppedRecords").asLong() + found.damaged());
        return Json.bytes(found.last());
    }

    private static ObjectNode end(long number, Path file, LateFile.Summary found) throws IOException {
        ObjectNode ended = found.endInHello()
                .orElseGet(() -> Json.MAPPER
                        .createObjectNode()
                        .put("outcome", "KILLED")
                        .put("message", "The process was gone without an end, while no agent was there."));
        ended.put("step", -1);
        ended.put("droppedRecords", ended.path("droppedRecords").asLong() + found.damaged());
        ObjectNode record = Json.MAPPER.createObjectNode();
        record.put("type", "record").put("seq", number);
        record.put("at", Files.getLastModifiedTime(file).toMillis());
        record.set("ended", ended);
        return record;
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
