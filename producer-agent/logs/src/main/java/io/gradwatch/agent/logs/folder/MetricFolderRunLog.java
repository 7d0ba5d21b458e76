package io.gradwatch.agent.logs.folder;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogTime;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.NamedRows;
import io.gradwatch.schema.RunStarted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run in a folder of metrics; see {@link MetricFolder}. The values of one step are one row. All values are in memory,
 * {@value #MOST_VALUES} at most. A line that is wrong is left out and told.
 */
final class MetricFolderRunLog extends NamedRows {

    /** Own choice: some 200 MB. */
    private static final int MOST_VALUES = 2_000_000;

    private static final int LONGEST_PARAMETER_BYTES = 1_000;

    /** The values of one step, and when the last of them was written. */
    private static final class AtStep {
        final Map<String, Double> values = new LinkedHashMap<>();
        long timeMillis;
    }

    private final TreeMap<Long, AtStep> steps = new TreeMap<>();
    private final Iterator<Map.Entry<Long, AtStep>> rows;
    private int values;

    MetricFolderRunLog(MetricFolder folder, String runId, SignalMap mapped) throws UnreadableLogException {
        super(runId, new LogNames(mapped, Set.of(LogSignal.STEP, LogSignal.TIME)));
        try {
            Map<String, Path> files = folder.files();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                read(file.getKey(), file.getValue(), folder.mlflow());
            }
            if (files.isEmpty()) {
                throw new UnreadableLogException(folder.metrics(), 0, "has no metrics yet");
            }
            names.meet(files.keySet());
            if (folder.mlflow()) {
                declare(
                        folder.metrics().resolveSibling("params"),
                        folder.metrics().resolveSibling("tags"));
            }
        } catch (IOException e) {
            throw new UnreadableLogException(folder.metrics(), 0, "cannot be read: " + e, e);
        }
        this.rows = steps.entrySet().iterator();
    }

    private void read(String name, Path file, boolean mlflow) throws IOException, UnreadableLogException {
        // Other bytes than UTF-8 become replacement characters, which are no numbers.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long number = 0;
            int stepColumn = mlflow ? 2 : 0;
            int valueColumn = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String[] cells = line.strip().split(mlflow ? "\\s+" : "\t");
                if (!mlflow && number == 1) {
                    // Newer versions of DVCLive write the time between the two.
                    valueColumn = cells.length - 1;
                    stepColumn = cells[0].equals("timestamp") ? 1 : 0;
                } else if (!line.isBlank()) {
                    take(name, file, number, cells, stepColumn, valueColumn, mlflow);
                }
            }
        }
    }

    private void take(
            String name, Path file, long line, String[] cells, int stepColumn, int valueColumn, boolean mlflow)
            throws UnreadableLogException {
        int last = Math.max(valueColumn, mlflow ? 1 : stepColumn);
        OptionalDouble step = cells.length > stepColumn
                ? LoggedNumber.parse(cells[stepColumn])
                : OptionalDouble.of(mlflow ? line - 1 : Double.NaN);
        OptionalDouble value = cells.length > last ? LoggedNumber.parse(cells[valueColumn]) : OptionalDouble.empty();
        if (value.isEmpty()
                || step.isEmpty()
                || LoggedNumber.step(step.getAsDouble()).isEmpty()) {
            UnreadableLogException problem = new UnreadableLogException(
                    file, line, "has no step and value: '" + Shown.text(String.join(" ", cells)) + "'");
            leftOut.add(problem, steps.size());
            return;
        }
        if (++values > MOST_VALUES) {
            throw new UnreadableLogException(file, line, "the run has more than " + MOST_VALUES + " values");
        }
        AtStep at = steps.computeIfAbsent((long) step.getAsDouble(), ignored -> new AtStep());
        at.values.put(name, value.getAsDouble());
        if (mlflow) {
            LogTime.withZone(cells[0]).ifPresent(time -> at.timeMillis = Math.max(at.timeMillis, time));
        }
    }

    private void declare(Path params, Path tags) throws IOException {
        RunStarted declared = (RunStarted) started().getEvent();
        declared.setHyperparameters(texts(params));
        Map<String, String> told = texts(tags);
        declared.setName(told.getOrDefault("mlflow.runName", declared.getName()));
        declared.setOwner(told.getOrDefault("mlflow.user", ""));
        declared.setNotes(told.getOrDefault("mlflow.note.content", ""));
        declared.setTags(List.of());
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .limit(MetricFolder.MOST_FILES)
                        .toList()) {
                    if (Files.size(file) <= LONGEST_PARAMETER_BYTES) {
                        texts.put(
                                file.getFileName().toString(),
                                new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
                    }
                }
            }
        }
        return texts;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        if (!rows.hasNext()) {
            leftOut.end(rows());
            return Optional.empty();
        }
        Map.Entry<Long, AtStep> next = rows.next();
        RowValues read = new RowValues();
        read.step = next.getKey();
        read.timeMillis = next.getValue().timeMillis;
        next.getValue().values.forEach((name, value) -> names.of(name).use().put(read, value));
        return Optional.of(row(read));
    }

    @Override
    public void close() {
        // All was read when it was opened.
    }
}
