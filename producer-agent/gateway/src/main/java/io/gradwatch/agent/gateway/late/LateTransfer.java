package io.gradwatch.agent.gateway.late;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.job.Jobs;
import io.gradwatch.agent.gateway.line.BadLineException;
import io.gradwatch.agent.gateway.line.LineJson;
import io.gradwatch.agent.relay.RelayedSession;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Hands what files hold to the thread of the relay, piece by piece, and waits until it is safe. */
final class LateTransfer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 20_000_000L;
    private static final int BATCH_BYTES = 256 << 10;

    private final Jobs jobs;
    private final Executor owner;

    /** @param owner has the relay's thread do something soon */
    LateTransfer(Jobs jobs, Executor owner) {
        this.jobs = jobs;
        this.owner = owner;
    }

    /** Reason why nothing of it is taken; empty where all of it is safe. */
    Optional<String> take(LateFile file, LateFile.Summary found) throws IOException {
        RelayedSession session;
        try {
            session = call(() -> jobs.leftSession(LineJson.bytes(found.hello())));
        } catch (IOException e) {
            if (e.getCause() instanceof BadLineException refusal) {
                return Optional.of(refusal.getMessage());
            }
            throw e;
        }
        if (found.lacksAttempt()) {
            file.noteAttempt(found.hello(), session.attempt());
        }
        Batch batch = new Batch(session);
        long[] left = {found.records()};
        file.records(line -> {
            left[0]--;
            batch.add(left[0] == 0 ? lastLine(found, line) : line);
        });
        batch.take();
        long last = found.lastNumber();
        if (!found.isWhole()) {
            // The agent may have more than the file: the job was there again before it was killed.
            last = Math.max(last + 1, call(session::next));
            batch.add(LineJson.bytes(end(last, file.path(), found)));
            batch.take();
        }
        awaitSafe(session, last + 1);
        return Optional.empty();
    }

    /** Lines that the relay's thread takes at once. */
    private final class Batch {

        private final RelayedSession session;
        private final List<byte[]> lines = new ArrayList<>();
        private int bytes;

        Batch(RelayedSession session) {
            this.session = session;
        }

        void add(byte[] line) throws IOException {
            lines.add(line);
            bytes += line.length;
            if (bytes >= BATCH_BYTES) {
                take();
            }
        }

        void take() throws IOException {
            List<byte[]> taken = List.copyOf(lines);
            lines.clear();
            bytes = 0;
            call(() -> {
                jobs.takeLeft(session, taken);
                return true;
            });
        }
    }

    private void awaitSafe(RelayedSession session, long following) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (call(session::safeNext) < following) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("it was not safe after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private <T> T call(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        owner.execute(task);
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the agent met an error: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the agent did not answer for " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    /** The end of a run tells what is damaged too. */
    private static byte[] lastLine(LateFile.Summary found, byte[] line) throws IOException {
        if (found.damaged() == 0 || !(found.last().get("ended") instanceof ObjectNode ended)) {
            return line;
        }
        ended.put("droppedRecords", LateFile.count(ended, "droppedRecords", 0) + found.damaged());
        return LineJson.bytes(found.last());
    }

    private static ObjectNode end(long number, Path file, LateFile.Summary found) throws IOException {
        ObjectNode ended = found.endInHello()
                .orElseGet(() -> LineJson.MAPPER
                        .createObjectNode()
                        .put("outcome", "KILLED")
                        .put("message", "The process was gone without an end, while no agent was there."));
        ended.put("step", -1);
        ended.put("droppedRecords", LateFile.count(ended, "droppedRecords", 0) + found.damaged());
        ObjectNode record = LineJson.MAPPER.createObjectNode();
        record.put("type", "record").put("seq", number);
        record.put("at", Files.getLastModifiedTime(file).toMillis());
        record.set("ended", ended);
        return record;
    }
}
