package io.gradwatch.agent.logs.folder;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.RunLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in which each metric of a run is a file: that of DVCLive ({@code plots/metrics/train/loss.tsv}) and that of
 * a run in MLflow's own store ({@code mlruns/0/<run>/metrics/train_loss}).
 *
 * @param metrics folder of the files
 * @param mlflow true if it is MLflow's, whose files have no heading
 */
public record MetricFolder(Path metrics, boolean mlflow) {

    private static final int DEEPEST = 6;
    static final int MOST_FILES = 2_000;
    private static final String TABLE = ".tsv";
    private static final Pattern HEADING = Pattern.compile("timestamp\\tstep\\t");
    private static final String MLFLOW_RUN = "meta.yaml";

    /** The metrics of a folder; empty where it has none in a form that is known. */
    public static Optional<MetricFolder> in(Path folder) {
        return nested(folder)
                .or(() -> holdsTables(folder) ? Optional.of(new MetricFolder(folder, false)) : Optional.empty());
    }

    private static Optional<MetricFolder> nested(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        if (Files.isRegularFile(folder.resolve(MLFLOW_RUN)) && Files.isDirectory(folder.resolve("metrics"))) {
            return Optional.of(new MetricFolder(folder.resolve("metrics"), true));
        }
        return Stream.of("plots/metrics", "dvclive/plots/metrics", "scalars")
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .map(found -> new MetricFolder(found, false));
    }

    /** True if it has the tables of metrics itself, as the first versions of DVCLive write them. */
    private static boolean holdsTables(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MOST_FILES)
                    .filter(file -> file.toString().endsWith(TABLE))
                    .findFirst()
                    .filter(MetricFolder::isTable)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTable(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String heading = lines.readLine();
            return heading != null && HEADING.matcher(heading).lookingAt();
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws UnreadableLogException when it is no such folder, or cannot be read */
    public static RunLog open(Path folder, String runId, SignalMap mapped) throws UnreadableLogException {
        MetricFolder found = in(folder)
                .orElseThrow(() -> new UnreadableLogException(folder, 0, "is no folder of metrics (DVCLive, MLflow)"));
        return new MetricFolderRunLog(found, runId, mapped);
    }

    /** The files, by the names of their metrics: the path below the folder, without the ending of a table. */
    public Map<String, Path> files() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> found = Files.walk(metrics, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> sorted = found.filter(Files::isRegularFile)
                    .filter(file -> mlflow || file.toString().endsWith(TABLE))
                    .limit(MOST_FILES)
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                String name = metrics.relativize(file).toString().replace('\\', '/');
                files.put(mlflow ? name : name.substring(0, name.length() - TABLE.length()), file);
            }
        }
        return files;
    }

    /** True if a file is one of a metric, by where it is: the folder of its run. */
    public static Optional<Path> runOf(Path file) {
        if (file.toString().endsWith(TABLE)
                && holdsTables(file.getParent())
                && nested(file.getParent()).isEmpty()) {
            return Optional.of(file.getParent());
        }
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            Optional<MetricFolder> found = nested(folder);
            if (found.isPresent()) {
                return file.startsWith(found.get().metrics()) ? Optional.of(folder) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
