package io.gradwatch.calibration;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.calibration.corpus.CorpusReplay;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of all commands that fit: labelled runs, what is held out of them, and settings of the fit. */
final class FitOptions {

    @Parameters(paramLabel = "CORPUS", arity = "1..*", description = "Folders with an index.csv.")
    List<Path> folders;

    @Option(
            names = "--lesson",
            paramLabel = "DIR",
            description = "Folder of runs that are only learnt from; may be given several times.")
    List<Path> lessons = List.of();

    @Option(names = "--folds", description = "Parts of the sources that are held out in turn (${DEFAULT-VALUE}).")
    int folds = 6;

    @Mixin
    TrainingSettings settings;

    /** The scored runs, then the lessons. */
    List<ExampleRun> runs() throws UnreadableLogException {
        return CorpusReplay.of(folders, lessons);
    }
}
