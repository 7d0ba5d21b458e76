package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.agent.gateway.line.LineJson;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of runs and experiments: one for each run, named by its id, and one for all experiments. */
public final class StateFolder {
    private static final System.Logger LOG = System.getLogger(StateFolder.class.getName());
    private static final String EXPERIMENTS = "experiments.json";
    /** As this endpoint makes ids: nothing else ever becomes the name of a file. */
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");

    private final Path folder;
    private final Duration keep;
    /** States to be written, by the names of files. Until its file is in place, whoever asks reads what waits. */
    private final Map<String, byte[]> waiting = new ConcurrentHashMap<>();
    /** Held while a file is written. */
    private final Object writing = new Object();

    /**
     * Opens nothing.
     *
     * @param folder made when it is needed
     * @param keep how long the file of a run is kept after it was last written
     */
    public StateFolder(Path folder, Duration keep) {
        this.folder = folder;
        this.keep = keep;
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
            byte[] later = waiting.get(name);
            if (later != null) {
                return Optional.of(LineJson.MAPPER.readValue(later, MlflowRunState.class));
            }
            Path file = folder.resolve(name);
            return Files.notExists(file)
                    ? Optional.empty()
                    : Optional.of(LineJson.MAPPER.readValue(file.toFile(), MlflowRunState.class));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What is known of the MLflow run " + runId + " cannot be read.", e);
            return Optional.empty();
        }
    }

    /** Writes what is known of a run before it returns. */
    void save(MlflowRunState run) {
        String name = run.runId + ".json";
        byte[] bytes = LineJson.bytes(run);
        synchronized (writing) {
            waiting.put(name, bytes);
            write(name, bytes);
        }
    }

    /** Has what is known of a run written by {@link #writeWaiting}. */
    void saveSoon(MlflowRunState run) {
        waiting.put(run.runId + ".json", LineJson.bytes(run));
    }

    Map<String, String> experiments() {
        Path file = folder.resolve(EXPERIMENTS);
        if (Files.notExists(file)) {
            return new LinkedHashMap<>();
        }
        try {
            return LineJson.MAPPER.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The list of experiments cannot be read: " + file, e);
            return new LinkedHashMap<>();
        }
    }

    /** Has the experiments written by {@link #writeWaiting}. */
    void saveSoon(Map<String, String> experiments) {
        waiting.put(EXPERIMENTS, LineJson.bytes(experiments));
    }

    /** Writes all that is to be written; for other threads than the one that saves. */
    void writeWaiting() {
        synchronized (writing) {
            waiting.forEach(this::write);
        }
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name + ".new");
            Files.write(file, bytes);
            Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (ClosedByInterruptException e) {
            // The endpoint is closed: it is written when the agent ends.
            return;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The state of MLflow runs cannot be written: " + e);
        }
        waiting.remove(name, bytes);
    }
}
