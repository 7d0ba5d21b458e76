package io.gradwatch.standalone.catalogue;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorSettings;
import io.gradwatch.detection.engine.Detectors;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradwatch detectors}. */
@Command(
        name = "detectors",
        description = "Lists the detectors, shows one in full, or tells which of them can judge a run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit code: 0 done, 1 when a log or Kafka could not be read to its end or a run has sent nothing, 2 when the"
                    + " command was not understood.",
            "",
            "Examples:",
            "  gradwatch detectors",
            "  gradwatch detectors exploding-gradient",
            "  gradwatch detectors --run training.csv --run run7/trainer_state.json",
            "  gradwatch detectors --run my-run --from-kafka localhost:9092",
        })
public final class DetectorsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The detector to show in full.")
    private String id;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Tell which detectors judged this log, or with --from-kafka the run of this id, and what the"
                    + " others lacked. May be given again.")
    private List<String> runs = List.of();

    @Option(names = "--from-kafka", paramLabel = "HOST:PORT", description = "Read what the runs have sent to Kafka.")
    private String kafka;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private RecordingOptions recording;

    @Override
    public Integer call() throws ConfigurationException {
        CatalogueReport report = json
                ? new CatalogueJson(spec.commandLine().getOut())
                : new CatalogueTables(spec.commandLine().getOut());
        if (id != null && !runs.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give a detector or runs (--run), not both");
        }
        if (kafka != null && runs.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--from-kafka needs a --run");
        }
        if (!runs.isEmpty()) {
            return kafka == null ? tellOfLogs(report) : tellOfLiveRuns(report);
        }
        if (id == null) {
            report.list(Catalogue.all());
        } else {
            report.full(Catalogue.of(id).orElseThrow(this::unknown));
        }
        return CommandLine.ExitCode.OK;
    }

    private int tellOfLiveRuns(CatalogueReport report) {
        int code = CommandLine.ExitCode.OK;
        for (Judgement run : new LiveRuns(kafka).judge(runs)) {
            if (run.seen() == 0) {
                spec.commandLine()
                        .getErr()
                        .println(Terminal.plain(run.runId()) + ": has sent nothing to Kafka at " + kafka);
                code = CommandLine.ExitCode.SOFTWARE;
            } else {
                report.run(run, Catalogue.all());
            }
        }
        return code;
    }

    private int tellOfLogs(CatalogueReport report) throws ConfigurationException {
        InProcessReplay replay = new InProcessReplay(
                recording.recordings(),
                new DetectionEngine(
                        Detectors.load(DetectorsCommand.class.getClassLoader()), DetectorSettings.defaults()));
        int code = CommandLine.ExitCode.OK;
        for (RunFile file : runFiles()) {
            ReplayedRun run = replay.replay(file);
            if (run.problem().isPresent()) {
                spec.commandLine().getErr().println(Terminal.plain(run.problem().get()));
                code = CommandLine.ExitCode.SOFTWARE;
            }
            if (run.rows() > 0) {
                report.run(new Judgement(run.runId(), run.rows(), "rows", run.abstained()), judgesOfLogs());
            }
        }
        return code;
    }

    /** A log has no time, so that a detector that needs it says nothing of any log. */
    private static List<DetectorSpec> judgesOfLogs() {
        return Catalogue.all().stream()
                .filter(detector -> detector.needs().stream().noneMatch(need -> need.contains(Signal.LOG_TIME)))
                .toList();
    }

    private List<RunFile> runFiles() {
        try {
            return RunFile.of(runs.stream().map(Path::of).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ParameterException unknown() {
        String known = Catalogue.all().stream().map(DetectorSpec::id).collect(Collectors.joining(", "));
        return new ParameterException(
                spec.commandLine(), "no detector is called '" + Terminal.plain(id) + "'; there are " + known);
    }
}
