package io.gradwatch.calibration;

import io.gradwatch.agent.logs.UnreadableLogException;
import io.gradwatch.calibration.corpus.CorpusReplay;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.holdout.Calibrated;
import io.gradwatch.calibration.holdout.HeldOut;
import io.gradwatch.calibration.holdout.HeldOutRun;
import io.gradwatch.calibration.holdout.HeldOutTables;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.calibration.training.TrainingSettings;
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
import picocli.CommandLine.Parameters;

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

    @Parameters(paramLabel = "CORPUS", arity = "1..*", description = "Folders with an index.csv.")
    private List<Path> folders;

    @Option(
            names = "--lesson",
            paramLabel = "DIR",
            description = "Folder of runs that are only learnt from; may be given several times.")
    private List<Path> lessons = List.of();

    @Option(names = "--folds", description = "Parts of the sources that are held out in turn (${DEFAULT-VALUE}).")
    private int folds = 7;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder to write to (${DEFAULT-VALUE}).")
    private Path out = Path.of(RESOURCES);

    @Mixin
    private TrainingSettings settings;

    @Override
    public Integer call() throws UnreadableLogException, IOException {
        List<ExampleRun> runs = CorpusReplay.of(folders, lessons);
        List<HeldOutRun> heldOut = HeldOut.of(runs, folds, settings);
        Calibrated calibrated = Calibrated.of(FittedTrees.of(runs, settings), heldOut, provenance(runs, heldOut));
        Files.createDirectories(out);
        for (JudgeFamily family : JudgeFamily.values()) {
            Files.writeString(
                    out.resolve(Judges.file(family)),
                    calibrated.names().get(family).toText());
        }
        Files.writeString(out.resolve(Judges.faultFile()), calibrated.fault().toText());
        Files.writeString(out.resolve(Judges.barsFile()), calibrated.bars().toText());
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
        lines.add("by stream-analytics/calibration/run train, XGBoost, " + settings);
        lines.addAll(HeldOutTables.summary(heldOut, folds));
        return lines;
    }
}
