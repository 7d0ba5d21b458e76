package io.gradwatch.calibration.causes;

import io.gradwatch.agent.logs.UnreadableLogException;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.DetectorSettings;
import io.gradwatch.detection.engine.Detectors;
import java.io.IOException;
import java.io.PrintWriter;
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

    @Option(names = "--mistakes", description = "Also list each fault whose cause was not named first.")
    private boolean mistakes;

    @Override
    public Integer call() throws UnreadableLogException, IOException {
        SessionReplay replay = new SessionReplay(new DetectionEngine(
                Detectors.load(CausesCommand.class.getClassLoader()), DetectorSettings.defaults()));
        List<NamedCauses> named = new ArrayList<>();
        for (Path folder : folders) {
            Laboratory lab = new Laboratory(folder);
            named.addAll(lab.runs().parallelStream()
                    .map(run -> replay.of(run, lab.lines(run)))
                    .toList());
        }
        PrintWriter out = spec.commandLine().getOut();
        CauseTables tables = new CauseTables(out);
        tables.shares(named);
        tables.confusion(named);
        if (mistakes) {
            tables.mistakes(named);
        }
        out.flush();
        return 0;
    }
}
