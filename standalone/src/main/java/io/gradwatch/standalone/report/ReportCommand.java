package io.gradwatch.standalone.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.generalisation.ErrorAnalysis;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import io.gradwatch.standalone.fleet.RunSources;
import io.gradwatch.standalone.replay.RecordingOptions;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.RunFile;
import io.gradwatch.standalone.stream.TopicReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch report RUN...}. */
@Command(
        name = "report",
        description = {
            "Takes the test error of runs apart into under-fitting, over-fitting, distribution shift and over-used"
                    + " validation data, and says what to do next.",
            "A column for each run: earlier ones of the history, then those of --errors, then RUN..., as given."
        },
        footer = {
            "",
            "Exit code: 0 done, 1 when a log, a file, the fleet or Kafka could not be read, 2 when the command was not"
                    + " understood.",
            "",
            "Examples:",
            "  gradwatch report --goal 1 training.csv",
            "  gradwatch report --goal 1 --errors first:train=20,val=27,test=28 --errors bigger:train=7,val=19,test=20",
            "  gradwatch report --goal 1 --history digits.jsonl --errors augmented:train=2,val=2.5,test=2.6",
            "  gradwatch report --error-types analysis.csv",
            "  gradwatch report my-run",
            "  gradwatch report --server http://monitor:8484 my-run other-run",
        })
public final class ReportCommand extends ProductCommand {

    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description =
                    "A log, or the id or name of a run; with --server always a run, with --bootstrap-servers always an id.")
    private List<String> runs = new ArrayList<>();

    @Mixin
    private RecordingOptions recording;

    @Option(
            names = "--goal",
            paramLabel = "ERROR",
            description = "The error that is wanted: in per cent for runs with an accuracy, else in the unit of the"
                    + " errors. Without it, what a run declares.")
    private Double goal;

    @Option(
            names = "--errors",
            paramLabel = "[NAME:]train=N,val=N,test=N",
            description = "Errors of a model by split (train, val or train-val, test-val, test); may be given several"
                    + " times.")
    private List<String> errors = new ArrayList<>();

    @Option(
            names = "--error-types",
            paramLabel = "FILE",
            description = "An error analysis to rank: CSV with the columns name, train-val, test-val.")
    private Path errorTypes;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Show the columns of this file first, and add the new ones to it.")
    private Path history;

    @Option(names = "--json", description = "Print one JSON object a line for every column.")
    private boolean json;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    private final List<Column> added = new ArrayList<>();
    private List<ErrorAnalysis.Type> types = List.of();
    private boolean failed;

    @Override
    public Integer call() throws ConfigurationException, IOException, UnreadableLogException {
        boolean nothing = runs.isEmpty() && errors.isEmpty() && errorTypes == null && history == null;
        if (nothing) {
            throw misuse("A RUN, --errors, --error-types or --history is missing");
        }
        List<Column> columns = new ArrayList<>(history == null ? List.of() : new ReportHistory(history).read());
        given(columns.size());
        addRuns();
        types = errorTypes == null ? types : ErrorTypesFile.rank(errorTypes);
        columns.addAll(added);
        if (history != null) {
            new ReportHistory(history).append(added);
        }
        print(columns);
        return failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private void given(int earlier) {
        for (String text : errors) {
            try {
                GivenErrors parsed = GivenErrors.parse(text);
                String name = parsed.name().isEmpty() ? Integer.toString(earlier + added.size() + 1) : parsed.name();
                added.add(Column.of(name, "", parsed.errors(), goal == null ? Double.NaN : goal, Column.UNDECLARED));
            } catch (IllegalArgumentException e) {
                throw misuse("--errors " + e.getMessage(), e);
            }
        }
    }

    /** In the order in which they are given. */
    private void addRuns() throws ConfigurationException {
        RunSources places = new RunSources(fleet, kafka);
        List<String> said = runs.stream().filter(run -> !places.isLog(run)).toList();
        Map<String, RunErrors> streamed = said.isEmpty() ? Map.of() : streamed(places, said);
        Iterator<RunFile> logs = logs(places).iterator();
        Recordings recordings = recording.recordings();
        for (String run : runs) {
            if (!places.isLog(run)) {
                Optional.ofNullable(streamed.get(run)).ifPresent(errors -> add(run, errors));
                continue;
            }
            RunFile log = logs.next();
            read(recordings, log).ifPresent(errors -> add(log.runId(), errors));
        }
    }

    /** Errors of each run in Kafka, by the name that the user gave for it. */
    private Map<String, RunErrors> streamed(RunSources places, List<String> said) {
        String servers = places.kafka(said);
        Map<String, String> ids = places.ids(said, this::fail);
        Map<String, RunErrors> ofIds = new HashMap<>();
        ids.values().forEach(id -> ofIds.put(id, new RunErrors()));
        if (!ids.isEmpty()) {
            new TopicReader(servers)
                    .read(
                            Topics.TELEMETRY,
                            ofIds::containsKey,
                            (record, event) -> ofIds.get(record.key()).take(event));
        }
        Map<String, RunErrors> errors = new HashMap<>();
        ids.forEach((run, id) -> errors.put(run, ofIds.get(id)));
        return errors;
    }

    private List<RunFile> logs(RunSources places) {
        return parsed(() ->
                RunFile.of(runs.stream().filter(places::isLog).map(Path::of).toList()));
    }

    private Optional<RunErrors> read(Recordings recordings, RunFile file) {
        RunErrors run = new RunErrors();
        try (RunLog log = recordings.open(file)) {
            run.take(log.started());
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                row.get().events().forEach(run::take);
            }
            return Optional.of(run);
        } catch (UnreadableLogException e) {
            fail(e.getMessage());
            return Optional.empty();
        }
    }

    private void add(String name, RunErrors run) {
        run.column(name, Optional.ofNullable(goal))
                .ifPresentOrElse(
                        added::add, () -> fail(name + ": has no error: neither accuracy nor loss of any split"));
        Map<String, Double> testVal = run.errorTypes(Split.TEST_VAL);
        if (!testVal.isEmpty()) {
            types = ErrorAnalysis.rank(run.errorTypes(Split.TRAIN_VAL), testVal);
        }
    }

    private void fail(String because) {
        failed = true;
        warn(because);
    }

    private void print(List<Column> columns) {
        PrintWriter out = out();
        if (json) {
            columns.forEach(column -> out.print(AsciiJson.line(column.json()) + "\n"));
            types.forEach(type -> out.print(AsciiJson.line(json(type)) + "\n"));
            return;
        }
        ReportText text = new ReportText(out, Terminal.ofProcess());
        if (!columns.isEmpty()) {
            text.table(columns);
            text.advice(columns.get(columns.size() - 1));
        }
        if (!types.isEmpty()) {
            text.errorTypes(types);
        }
    }

    private static ObjectNode json(ErrorAnalysis.Type type) {
        return AsciiJson.object()
                .put("error_type", type.name())
                .put("train_val", type.trainVal())
                .put("test_val", type.testVal())
                .put("priority", type.priority().name().toLowerCase(Locale.ROOT));
    }
}
