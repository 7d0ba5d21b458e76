package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.CorpusReplay;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.calibration.training.TrainingSettings;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.standalone.evaluate.JudgedRun;
import io.gradwatch.standalone.replay.InProcessReplay;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole engine with judges that have not seen the source of the run: all detectors, with trees, probabilities and
 * bars of the other folds.
 */
public final class EngineReplay {

    private static final List<Detector<?>> DETECTORS = Detectors.load(EngineReplay.class.getClassLoader());

    private final List<ExampleRun> runs;
    private final Map<String, Path> folders;
    private final int[] fold;
    private final List<Judges> judges = new ArrayList<>();

    /**
     * Fits the judges of all folds.
     *
     * @param folders that the runs are from, by name
     */
    public EngineReplay(List<ExampleRun> runs, List<Path> folders, int folds, TrainingSettings settings) {
        this.runs = runs;
        this.folders = new LinkedHashMap<>();
        folders.forEach(folder -> this.folders.put(folder.getFileName().toString(), folder));
        fold = Folds.of(runs, folds, settings.seed());
        List<FittedTrees> trees = HeldOut.trees(runs, fold, folds, settings);
        List<HeldOutRun> heldOut = new ArrayList<>();
        for (int held = 0; held < folds; held++) {
            heldOut.addAll(HeldOut.judged(runs, fold, held, trees.get(held)));
        }
        for (int held = 0; held < folds; held++) {
            int left = held;
            judges.add(Calibrated.of(
                            trees.get(held),
                            heldOut.stream().filter(run -> run.fold() != left).toList(),
                            List.of())
                    .toJudges());
        }
    }

    /** Alerts of the engine on each run at this rate of false alarms. */
    public List<JudgedRun> at(double falseAlarmRate) {
        DetectorSettings settings = DetectorSettings.defaults().withFalseAlarmRate(falseAlarmRate);
        List<DetectionEngine> engines = judges.stream()
                .map(own -> new DetectionEngine(DETECTORS, settings, EarlierRuns.NONE, OverrideLookup.NONE, own))
                .toList();
        List<JudgedRun> judged = new ArrayList<>();
        for (int i = 0; i < fold.length; i++) {
            ExampleRun run = runs.get(i);
            if (run.lesson()) {
                continue;
            }
            InProcessReplay replay =
                    new InProcessReplay(CorpusReplay.recordings(folders.get(run.corpus())), engines.get(fold[i]));
            judged.add(JudgedRun.of(
                    run.run(),
                    replay.replay(new RunFile(run.run().series(), run.run().id()))));
        }
        return judged;
    }
}
