package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.regex.Pattern;

/** The files of runs and experiments: one for each run, named by its id, and one for all experiments. */
public final class StateFolder {
    private static final System.Logger LOG = System.getLogger(StateFolder.class.getName());
    private static final String EXPERIMENTS = "experiments.json";
    /** As this endpoint makes ids: nothing else ever becomes the name of a file. */
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");

    private final ObjectMapper mapper =
            new ObjectMapper().setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
    private final Path folder;
    private final Duration keep;

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

    Optional<RunState> run(String runId) {
        Path file = folder.resolve(runId + ".json");
        if (!RUN_ID.matcher(runId).matches() || Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(file.toFile(), RunState.class));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What is known of the MLflow run " + runId + " cannot be read.", e);
            return Optional.empty();
        }
    }

    void save(RunState run) {
        write(run.runId + ".json", run);
    }

    Map<String, String> experiments() {
        Path file = folder.resolve(EXPERIMENTS);
        if (Files.notExists(file)) {
            return new LinkedHashMap<>();
        }
        try {
            return mapper.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The list of experiments cannot be read: " + file, e);
            return new LinkedHashMap<>();
        }
    }

    void save(Map<String, String> experiments) {
        write(EXPERIMENTS, experiments);
    }

    private void write(String name, Object value) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name + ".new");
            Files.write(file, mapper.writeValueAsBytes(value));
            Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The state of MLflow runs cannot be written: " + e);
        }
    }
}
