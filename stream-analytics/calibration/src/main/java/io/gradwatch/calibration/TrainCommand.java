package io.gradwatch.calibration;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.holdout.Calibrated;
import io.gradwatch.calibration.holdout.HeldOut;
import io.gradwatch.calibration.holdout.HeldOutRun;
import io.gradwatch.calibration.holdout.HeldOutTables;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fits the judges that are shipped. */
@Command(
        name = "train",
        description = {
            "Fits the judges to all runs, their probabilities and bars to what they say of sources held out, and writes"
                    + " the files that detection reads.",
            "The same runs, settings and seed give the same files."
        })
final class TrainCommand implements Callable<Integer> {

    private static final String RESOURCES =
            "stream-analytics/detection/src/main/resources/io/gradwatch/detection/judge";

    @Option(names = "--out", paramLabel = "DIR", description = "Folder to write to (${DEFAULT-VALUE}).")
    private Path out = Path.of(RESOURCES);

    @Mixin
    private FitOptions fit;

    @Override
    public Integer call() throws UnreadableLogException, IOException {
        List<ExampleRun> runs = fit.runs();
        List<HeldOutRun> heldOut = HeldOut.of(runs, fit.folds, fit.settings);
        List<String> provenance = provenance(runs, heldOut);
        Calibrated calibrated = Calibrated.of(FittedTrees.of(runs, fit.settings), heldOut, provenance);
        Files.createDirectories(out);
        for (JudgeFamily family : JudgeFamily.values()) {
            Files.writeString(
                    out.resolve(Judges.file(family)),
                    calibrated.names().get(family).toText());
        }
        Files.writeString(out.resolve(Judges.faultFile()), calibrated.fault().toText());
        Files.writeString(out.resolve(Judges.barsFile()), calibrated.bars().toText(provenance));
        return 0;
    }

    private List<String> provenance(List<ExampleRun> runs, List<HeldOutRun> heldOut) {
        List<String> lines = new ArrayList<>();
        for (String corpus : runs.stream().map(ExampleRun::corpus).distinct().toList()) {
            List<ExampleRun> of =
                    runs.stream().filter(run -> run.corpus().equals(corpus)).toList();
            lines.add("fitted to " + corpus + ": "
                    + of.stream().filter(run -> run.run().healthy()).count() + " healthy runs, "
                    + of.stream().filter(run -> run.run().faulty()).count() + " with a fault, of "
                    + of.stream().map(ExampleRun::group).distinct().count() + " sources");
        }
        lines.add("by stream-analytics/calibration/run train, XGBoost, " + fit.settings);
        lines.addAll(HeldOutTables.summary(heldOut, fit.folds));
        return lines;
    }
}
