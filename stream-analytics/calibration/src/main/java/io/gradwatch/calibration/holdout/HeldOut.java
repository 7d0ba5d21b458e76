package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.calibration.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Cross-validation: every run is judged by trees that saw nothing of its source. */
public final class HeldOut {

    private HeldOut() {}

    /** Judges all runs, a fold after the other, in the order of the runs. */
    public static List<HeldOutRun> of(List<ExampleRun> runs, int folds, TrainingSettings settings) {
        return of(runs, folds, 1, settings);
    }

    /**
     * Judges all runs by trees that saw only a part of the others; lessons are seen by all trees, and not judged.
     *
     * @param share of the groups of the other folds that are trained on, above 0, at most 1
     */
    public static List<HeldOutRun> of(List<ExampleRun> runs, int folds, double share, TrainingSettings settings) {
        int[] fold = Folds.of(runs, folds, settings.seed());
        List<HeldOutRun> judged = new ArrayList<>();
        for (int held = 0; held < folds; held++) {
            FittedTrees trees = FittedTrees.of(others(runs, fold, held, share, settings.seed()), settings);
            judged.addAll(judged(runs, fold, held, trees));
        }
        return judged;
    }

    /** The runs of a fold, judged by trees that did not see them. */
    static List<HeldOutRun> judged(List<ExampleRun> runs, int[] fold, int held, FittedTrees trees) {
        return IntStream.range(0, fold.length)
                .filter(i -> fold[i] == held && !runs.get(i).lesson())
                .mapToObj(i -> HeldOutRun.of(runs.get(i), held, trees))
                .toList();
    }

    /** Trees by fold, each without the runs of its own. */
    public static List<FittedTrees> trees(List<ExampleRun> runs, int[] fold, int folds, TrainingSettings settings) {
        return IntStream.range(0, folds)
                .mapToObj(held -> FittedTrees.of(others(runs, fold, held, 1, settings.seed()), settings))
                .toList();
    }

    private static List<ExampleRun> others(List<ExampleRun> runs, int[] fold, int held, double share, long seed) {
        List<ExampleRun> others = IntStream.range(0, fold.length)
                .filter(i -> fold[i] != held || runs.get(i).lesson())
                .mapToObj(runs::get)
                .toList();
        if (share >= 1) {
            return others;
        }
        Set<String> groups = new LinkedHashSet<>();
        others.stream().filter(run -> !run.lesson()).forEach(run -> groups.add(run.group()));
        List<String> order = new ArrayList<>(groups);
        Collections.shuffle(order, new Random(seed));
        Set<String> kept = new HashSet<>(order.subList(0, (int) Math.ceil(share * order.size())));
        return others.stream()
                .filter(run -> run.lesson() || kept.contains(run.group()))
                .toList();
    }
}
