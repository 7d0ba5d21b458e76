package io.gradwatch.calibration.causes;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.detection.diagnosis.Clues;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorSettings;
import io.gradwatch.detection.engine.Detectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the causes that alerts name. */
@Command(
        name = "causes",
        description = {
            "Replays what the jobs of the lab sent, and tells how often the planted fault is the cause that is named.",
            "Prints Markdown: shares of the found faults by fault and program, and what was named instead."
        })
public final class CausesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "LAB", arity = "1..*", description = "Folders that the lab made.")
    private List<Path> folders;

    @Option(
            names = "--lesson",
            paramLabel = "LAB",
            description = "Folder of runs that tables are fitted on and that are not scored.")
    private List<Path> lessons = List.of();

    @Option(names = "--mistakes", description = "Also list each fault whose cause was not named first.")
    private boolean mistakes;

    @Option(
            names = "--held-out",
            description = "Rank by tables that are fitted here without the program of the run, not by the shipped one.")
    private boolean heldOut;

    @Option(names = "--fit", paramLabel = "FILE", description = "Fit the table on all these runs, and write it.")
    private Path fit;

    @Option(names = "--clues", paramLabel = "FILE", description = "Also write what each found fault showed, as CSV.")
    private Path clues;

    @Override
    public Integer call() throws UnreadableLogException, IOException {
        SessionReplay replay = new SessionReplay(
                new DetectionEngine(Detectors.load(CausesCommand.class.getClassLoader()), DetectorSettings.defaults()));
        List<NamedCauses> named = named(folders, replay);
        List<NamedCauses> learnt = named(lessons, replay);
        if (fit != null) {
            Files.writeString(fit, HeldOutCauses.fit(named, learnt).toCsv(), StandardCharsets.UTF_8);
        }
        if (heldOut) {
            named = HeldOutCauses.of(named, learnt);
        }
        PrintWriter out = spec.commandLine().getOut();
        CauseTables tables = new CauseTables(out);
        tables.shares(named);
        tables.confusion(named);
        if (mistakes) {
            tables.mistakes(named);
        }
        if (clues != null) {
            writeClues(named);
        }
        out.flush();
        return 0;
    }

    private static List<NamedCauses> named(List<Path> labs, SessionReplay replay)
            throws UnreadableLogException, IOException {
        List<NamedCauses> named = new ArrayList<>();
        for (Path folder : labs) {
            Laboratory lab = new Laboratory(folder);
            named.addAll(lab.runs().parallelStream()
                    .map(run -> replay.of(run, lab.lines(run)))
                    .toList());
        }
        return named;
    }

    private void writeClues(List<NamedCauses> named) throws IOException {
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(clues, StandardCharsets.UTF_8))) {
            csv.println("run,program,fault,watched,hidden,detector,top," + String.join(",", Clues.names()));
            named.stream().filter(NamedCauses::found).forEach(one -> {
                PlantedRun planted = one.planted();
                csv.print(String.join(
                        ",",
                        planted.run().id(),
                        planted.program(),
                        planted.fault(),
                        Boolean.toString(planted.watched()),
                        Boolean.toString(planted.run().hidden()),
                        one.alert().orElseThrow().getDetector(),
                        one.top()));
                for (float value : one.clues()) {
                    csv.print("," + value);
                }
                csv.println();
            });
        }
    }
}
