package io.gradwatch.standalone.evaluate;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch evaluate DIR}. */
@Command(
        name = "evaluate",
        description = {
            "Replays labelled runs and tells how many faults were found, how many healthy runs were alarmed on, and how"
                    + " late.",
            "DIR holds index.csv, a row for each run: id, set, source, n_rows, label, onset_step, confidence and path of"
                    + " its CSV log."
        },
        footer = {
            "",
            "Exit code: 0 whatever the figures are, 1 when the index or a log could not be read, 2 when the command was"
                    + " not understood.",
            "",
            "Examples:",
            "  gradwatch evaluate labelled-runs",
            "  gradwatch evaluate labelled-runs --misses --config gradwatch.yaml",
            "  gradwatch evaluate labelled-runs --json | jq .recall",
        })
public final class EvaluationCommand extends ProductCommand {

    @Parameters(paramLabel = "DIR", description = "Folder with index.csv and the logs that it names.")
    private Path folder;

    @Option(names = "--set", paramLabel = "SET", description = "Only the runs of this set.")
    private String set;

    @Option(
            names = "--misses",
            description = "Also list every run that was missed, falsely alarmed on or told wrongly.")
    private boolean misses;

    @Option(names = "--by-source", description = "Also give the figures of each repository that runs come from.")
    private boolean bySource;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration with the settings of the detectors.")
    private Path config;

    @Override
    public Integer call() throws ConfigurationException, UnreadableLogException {
        List<LabelledRun> runs = runs();
        DetectorSettings settings = Settings.load(config).detection().detectors();
        List<Detector<?>> detectors = Detectors.load(EvaluationCommand.class.getClassLoader()).stream()
                .filter(detector -> settings.enabled(detector.spec().id()))
                .toList();
        InProcessReplay replay = new InProcessReplay(recordings(), settings);
        Evaluation evaluation = Evaluation.of(runs, replay, detectors);
        evaluation.problems().forEach(problem -> warn(problem));
        if (json) {
            out().println(EvaluationJson.of(evaluation, bySource, misses));
        } else {
            new EvaluationTables(out(), evaluation).print(bySource, misses);
        }
        return evaluation.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Recordings recordings() {
        Path layers = folder.resolve("layers");
        return Files.isDirectory(layers) ? Recordings.plain().withLayers(layers) : Recordings.plain();
    }

    private List<LabelledRun> runs() throws UnreadableLogException {
        List<LabelledRun> all = CorpusIndex.read(folder);
        List<LabelledRun> chosen =
                all.stream().filter(run -> set == null || run.set().equals(set)).toList();
        if (chosen.isEmpty() && set != null) {
            String known =
                    all.stream().map(LabelledRun::set).distinct().sorted().collect(Collectors.joining(", "));
            throw misuse("no run is of the set '" + set + "'; the sets are " + known);
        }
        return chosen;
    }
}
