package io.gradwatch.standalone.replay.command;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.draw.RunDrawings;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.Replay;
import io.gradwatch.standalone.replay.Report;
import io.gradwatch.standalone.replay.RunFile;
import io.gradwatch.standalone.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch replay FILE...}. */
@Command(
        name = "replay",
        description = {
            "Shows recorded logs to the detectors, row by row, as if the runs were live.",
            "Reads CSV and other tables, JSON, TensorBoard event files, W&B files, folders of DVCLive and MLflow,"
                    + " trainer_state.json of Hugging Face Transformers, and what a training prints for people."
        },
        footer = {
            "",
            "Exit code: 0 whether or not there are alerts, 1 when a log was cut short or could not be read, 2 when the"
                    + " command was not understood.",
            "",
            "Examples:",
            "  gradwatch replay training.csv",
            "  gradwatch replay --json logs/*.csv run7/trainer_state.json > out.jsonl",
            "  gradwatch replay --map train_loss=total --map step=it events.out.tfevents.1 metrics.jsonl",
            "  gradwatch replay train.log",
            "  gradwatch replay --layers stats --declare runs.yml training.csv",
            "  gradwatch replay --through-kafka training.csv",
            "  gradwatch replay --draw pages logs/*.csv",
        })
public final class ReplayCommand extends ProductCommand {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Logs, one of each run.")
    private List<Path> files;

    @Mixin
    private RecordingOptions recording;

    @Option(names = "--json", description = "Print one JSON object a line for every transition and every run.")
    private boolean json;

    @Option(
            names = "--through-kafka",
            description = "Go the whole way: a Kafka broker and the Flink job in this process, with the same alerts.")
    private boolean throughKafka;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration with the settings of the detectors.")
    private Path config;

    @Option(names = "--draw", paramLabel = "DIR", description = "Also write a page for every run into this folder.")
    private Path drawings;

    @Override
    public Integer call() throws ConfigurationException {
        List<RunFile> runs = runs();
        Settings settings = Settings.load(config);
        Recordings recordings = recording.recordings();
        long start = System.nanoTime();
        List<Report> reports = new ArrayList<>();
        reports.add(
                json
                        ? new JsonReport(out())
                        : new TextReport(
                                out(), Terminal.ofProcess(), () -> Duration.ofNanos(System.nanoTime() - start)));
        if (drawings != null) {
            reports.add(new RunDrawings(drawings, recordings, runs));
        }
        AtomicBoolean allRead = new AtomicBoolean(true);
        replay(recordings, settings).run(runs, run -> {
            reports.forEach(report -> report.run(run));
            if (json) {
                // The report for people has them beside the run.
                run.understood()
                        .ifPresent(understood -> understood
                                .warnings()
                                .forEach(warning -> err().println(Terminal.plain(run.runId() + ": note: " + warning))));
            }
            run.problem().ifPresent(problem -> {
                allRead.set(false);
                warn(problem);
            });
        });
        reports.forEach(Report::end);
        return allRead.get() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<RunFile> runs() {
        return parsed(() -> RunFile.of(files));
    }

    private Replay replay(Recordings recordings, Settings settings) {
        if (throughKafka) {
            return new ThroughKafkaReplay(recordings, settings, err()::println);
        }
        return new InProcessReplay(recordings, settings.detection().detectors());
    }
}
