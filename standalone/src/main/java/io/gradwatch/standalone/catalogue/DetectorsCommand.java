package io.gradwatch.standalone.catalogue;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideTable;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import io.gradwatch.standalone.fleet.RunSources;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code gradwatch detectors}. */
@Command(
        name = "detectors",
        description = "Lists the detectors, shows one in full, tells which of them can judge a run, or changes their"
                + " settings for a project or a run while it goes on.",
        footer = {
            "",
            "Exit code: 0 done, 1 when a log, the fleet or Kafka could not be read to its end or a run has sent nothing,"
                    + " 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch detectors",
            "  gradwatch detectors exploding-gradient",
            "  gradwatch detectors --run training.csv --run run7/trainer_state.json",
            "  gradwatch detectors --run my-run",
            "  gradwatch detectors --run my-run --server http://monitor:8484",
            "  gradwatch detectors --project digits --set plateau.improvement=0.02",
            "  gradwatch detectors --run my-run --disable plateau",
        })
public final class DetectorsCommand extends ProductCommand {

    /** Detection takes no longer name of a run, characters. */
    private static final int LONGEST_NAME = 200;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The detector to show in full.")
    private String id;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Tell which detectors judged this log, or the run of this id or name, and what the others"
                    + " lacked; with --server always a run, with --bootstrap-servers always an id. May be given again.")
    private List<String> runs = List.of();

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Show what is set for the runs of this project, after the change that is asked for.")
    private String project;

    @Option(
            names = "--settings",
            description = "Show what is set for the run --run, after the change that is asked for.")
    private boolean settings;

    @Mixin
    private OverrideChange change;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private RecordingOptions recording;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    private boolean failed;

    @Override
    public Integer call() throws ConfigurationException {
        CatalogueReport report = json ? new CatalogueJson(out()) : new CatalogueTables(out());
        if (id != null && !runs.isEmpty()) {
            throw misuse("give a detector or runs (--run), not both");
        }
        if (project != null || settings || !change.isEmpty()) {
            return tellOfSettings(report);
        }
        RunSources places = new RunSources(fleet, kafka);
        if (places.areRunsOfAStream() && runs.isEmpty()) {
            throw misuse("--server and --bootstrap-servers need a --run or a --project");
        }
        if (!runs.isEmpty()) {
            return tellOfRuns(places, report);
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
            throw misuse("settings are those of one --project or of one --run");
        }
        String name = project == null ? runs.get(0) : project;
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw misuse("the name of a project or run must have 1 to " + LONGEST_NAME + " characters");
        }
        // The change itself is checked first, without Kafka.
        checked(new DetectorOverrides(Map.of(), List.of()));
        SettingsTopic topic = new SettingsTopic(kafka.servers(fleet));
        name = project == null ? new RunSources(fleet, kafka).idOfAny(name) : name;
        String key = project == null ? OverrideTable.ofRun(name) : OverrideTable.ofProject(name);
        DetectorOverrides now = topic.read(key);
        if (!change.isEmpty()) {
            now = checked(now);
            topic.write(key, now);
        }
        report.settings(project == null ? "run" : "project", name, now);
        return CommandLine.ExitCode.OK;
    }

    private DetectorOverrides checked(DetectorOverrides before) {
        return parsed(() -> change.applyTo(before));
    }

    /** Logs first, then runs of the stream. */
    private int tellOfRuns(RunSources places, CatalogueReport report) throws ConfigurationException {
        List<String> logs = runs.stream().filter(places::isLog).toList();
        List<String> said = runs.stream().filter(run -> !places.isLog(run)).toList();
        if (!logs.isEmpty()) {
            tellOfLogs(logs, report);
        }
        if (!said.isEmpty()) {
            tellOfStreamed(places, said, report);
        }
        return failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private void tellOfStreamed(RunSources places, List<String> said, CatalogueReport report) {
        String servers = places.kafka(said);
        List<String> known =
                places.ids(said, this::fail).values().stream().distinct().toList();
        if (known.isEmpty()) {
            return;
        }
        for (DetectorCoverage run : new LiveRuns(servers).judge(known)) {
            if (run.seen() == 0) {
                fail(run.runId() + ": has sent nothing to Kafka at " + servers);
            } else {
                report.run(run, Catalogue.all());
            }
        }
    }

    private void fail(String because) {
        failed = true;
        warn(because);
    }

    private void tellOfLogs(List<String> logs, CatalogueReport report) throws ConfigurationException {
        InProcessReplay replay = new InProcessReplay(recording.recordings(), DetectorSettings.defaults());
        for (RunFile file : runFiles(logs)) {
            ReplayedRun run = replay.replay(file);
            run.problem().ifPresent(this::fail);
            if (run.rows() > 0) {
                report.run(new DetectorCoverage(run.runId(), run.rows(), "rows", run.abstained()), judgesOfLogs());
            }
        }
    }

    /** Detectors that can judge logs. A log has no time, which some detectors need. */
    private static List<DetectorSpec> judgesOfLogs() {
        return Catalogue.all().stream()
                .filter(detector -> detector.needs().stream().noneMatch(need -> need.contains(Signal.LOG_TIME)))
                .toList();
    }

    private List<RunFile> runFiles(List<String> logs) {
        return parsed(() -> RunFile.of(logs.stream().map(Path::of).toList()));
    }

    private ParameterException unknown() {
        String known = Catalogue.all().stream().map(DetectorSpec::id).collect(Collectors.joining(", "));
        return misuse("no detector is called '" + Terminal.plain(id) + "'; there are " + known);
    }
}
