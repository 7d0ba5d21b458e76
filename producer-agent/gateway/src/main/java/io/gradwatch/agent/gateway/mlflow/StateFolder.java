package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.agent.gateway.line.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The files of runs and experiments: one for each run, named by its id, and one for all experiments. */
public final class StateFolder {
    private static final System.Logger LOG = System.getLogger(StateFolder.class.getName());
    private static final long IDLE_WRITER_SECONDS = 10;
    private static final String EXPERIMENTS = "experiments.json";
    /** As this endpoint makes ids: nothing else ever becomes the name of a file. */
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");

    private final Path folder;
    private final Duration keep;
    /** States to be written, by the names of files; guarded by itself. */
    private final Map<String, byte[]> waiting = new LinkedHashMap<>();
    /** Held while a file is written. */
    private final Object writing = new Object();

    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(1, 1, IDLE_WRITER_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "gradwatch-mlflow-state");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Opens nothing.
     *
     * @param folder made when it is needed
     * @param keep how long the file of a run is kept after it was last written
     */
    public StateFolder(Path folder, Duration keep) {
        this.folder = folder;
        this.keep = keep;
        writer.allowCoreThreadTimeOut(true);
    }

    /** Removes the files of runs that were not written for long, but of those that are open. */
    void forgetOld(Set<String> open) {
        if (Files.notExists(folder)) {
            return;
        }
        Instant oldest = Instant.now().minus(keep);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                String runId = file.getFileName().toString().replaceFirst("\\.json$", "");
                boolean ofARun = RUN_ID.matcher(runId).matches() && !open.contains(runId);
                if (ofARun && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "Old MLflow runs cannot be removed: " + e);
        }
    }

    Optional<MlflowRunState> run(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            return Optional.empty();
        }
        String name = runId + ".json";
        try {
            byte[] later;
            synchronized (waiting) {
                later = waiting.get(name);
            }
            if (later != null) {
                return Optional.of(Json.MAPPER.readValue(later, MlflowRunState.class));
            }
            Path file = folder.resolve(name);
            return Files.notExists(file)
                    ? Optional.empty()
                    : Optional.of(Json.MAPPER.readValue(file.toFile(), MlflowRunState.class));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What is known of the MLflow run " + runId + " cannot be read.", e);
            return Optional.empty();
        }
    }

    /** Writes what is known of a run before it returns. */
    void save(MlflowRunState run) {
        String name = run.runId + ".json";
        byte[] bytes = Json.bytes(run);
        synchronized (writing) {
            synchronized (waiting) {
                waiting.put(name, bytes);
            }
            write(name, bytes);
            written(name, bytes);
        }
    }

    /** Has what is known of a run written by another thread. */
    void saveSoon(MlflowRunState run) {
        writeSoon(run.runId + ".json", Json.bytes(run));
    }

    Map<String, String> experiments() {
        Path file = folder.resolve(EXPERIMENTS);
        if (Files.notExists(file)) {
            return new LinkedHashMap<>();
        }
        try {
            return Json.MAPPER.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The list of experiments cannot be read: " + file, e);
            return new LinkedHashMap<>();
        }
    }

    /** Has the experiments written by another thread. */
    void saveSoon(Map<String, String> experiments) {
        writeSoon(EXPERIMENTS, Json.bytes(experiments));
    }

    /** Waits until all is written that was to be when it was called; for other threads than the one that saves. */
    void awaitWritten(long seconds) throws InterruptedException, TimeoutException {
        if (written.get() == asked.get()) {
            return;
        }
        try {
            writer.submit(() -> {}).get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeSoon(String name, byte[] bytes) {
        synchronized (waiting) {
            waiting.put(name, bytes);
        }
        asked.incrementAndGet();
        writer.execute(() -> {
            synchronized (writing) {
                byte[] latest = waiting(name);
                if (latest != null) {
                    write(name, latest);
                    written(name, latest);
                }
            }
            written.incrementAndGet();
        });
    }

    private byte[] waiting(String name) {
        synchronized (waiting) {
            return waiting.get(name);
        }
    }

    /** Until its file is in place, whoever asks reads what waits. */
    private void written(String name, byte[] bytes) {
        synchronized (waiting) {
            if (waiting.get(name) == bytes) {
                waiting.remove(name);
            }
        }
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name + ".new");
            Files.write(file, bytes);
            Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The state of MLflow runs cannot be written: " + e);
        }
    }
}
