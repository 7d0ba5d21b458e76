package io.gradwatch.standalone.catalogue;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorSettings;
import io.gradwatch.detection.engine.Detectors;
import io.gradwatch.detection.engine.ToldSettings;
import io.gradwatch.detection.job.DetectionSettings;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        description = "Lists the detectors, shows one in full, tells which of them can judge a run, or changes their"
                + " settings for a project or a run while it goes on.",
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
            "  gradwatch detectors --project digits --set plateau.improvement=0.02",
            "  gradwatch detectors --run my-run --disable plateau",
        })
public final class DetectorsCommand implements Callable<Integer> {

    /** Detection takes no longer name of a run, characters. */
    private static final int LONGEST_NAME = 200;

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

    @Option(
            names = {"--from-kafka", "--kafka"},
            paramLabel = "HOST:PORT",
            description = "Read what the runs have sent to this Kafka; where settings are, by default 127.0.0.1:9092.")
    private String kafka;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Show what is set for the runs of this project, after the change that is asked for.")
    private String project;

    @Option(
            names = "--settings",
            description = "Show what is set for the run of the id --run, after the change that is asked for.")
    private boolean settings;

    @Mixin
    private OverrideChange change;

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
        if (project != null || settings || !change.isEmpty()) {
            return tellOfSettings(report);
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

    private int tellOfSettings(CatalogueReport report) {
        if (id != null || (project == null ? runs.size() != 1 : !runs.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "settings are those of one --project or of one --run");
        }
        String name = project == null ? runs.get(0) : project;
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new ParameterException(
                    spec.commandLine(), "the name of a project or run must have 1 to " + LONGEST_NAME + " characters");
        }
        String key = project == null ? ToldSettings.ofRun(name) : ToldSettings.ofProject(name);
        SettingsTopic topic =
                new SettingsTopic(kafka == null ? DetectionSettings.BOOTSTRAP_SERVERS.defaultValue() : kafka);
        // What is wrong with the change is told without Kafka.
        checked(new DetectorOverrides(Map.of(), List.of()));
        DetectorOverrides now = topic.read(key);
        if (!change.isEmpty()) {
            now = checked(now);
            topic.write(key, now);
        }
        report.settings(project == null ? "run" : "project", name, now);
        return CommandLine.ExitCode.OK;
    }

    private DetectorOverrides checked(DetectorOverrides before) {
        try {
            return change.applyTo(before);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
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
