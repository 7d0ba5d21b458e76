package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.ExampleRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Deals groups of runs out to folds: whole groups, the largest first, each to the fold that has the fewest runs. */
public final class Folds {

    private Folds() {}

    /**
     * Number of the fold of each run, from 0.
     *
     * @param seed of the order of groups of the same size
     */
    public static int[] of(List<ExampleRun> runs, int folds, long seed) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        runs.forEach(run -> sizes.merge(run.group(), 1, Integer::sum));
        List<String> groups = new ArrayList<>(sizes.keySet());
        Collections.shuffle(groups, new Random(seed));
        groups.sort(Comparator.comparing(group -> -sizes.get(group)));
        int[] filled = new int[folds];
        Map<String, Integer> dealt = new LinkedHashMap<>();
        for (String group : groups) {
            int least = 0;
            for (int fold = 1; fold < folds; fold++) {
                least = filled[fold] < filled[least] ? fold : least;
            }
            dealt.put(group, least);
            filled[least] += sizes.get(group);
        }
        return runs.stream().mapToInt(run -> dealt.get(run.group())).toArray();
    }
}
