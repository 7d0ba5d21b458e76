package io.gradwatch.calibration.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.calibration.ExampleRuns;
import io.gradwatch.calibration.corpus.ExampleRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldsTest {

    @Test
    void groups_stayTogether_andFoldsAreOfLikeSize() {
        List<ExampleRun> runs = new ArrayList<>();
        for (int group = 0; group < 30; group++) {
            for (int twin = 0; twin <= group % 4; twin++) {
                runs.add(ExampleRuns.healthy(group + "-" + twin, "group " + group));
            }
        }

        int[] folds = Folds.of(runs, 5, 1);

        Map<String, Integer> of = new HashMap<>();
        int[] sizes = new int[5];
        for (int i = 0; i < folds.length; i++) {
            assertThat(of.computeIfAbsent(runs.get(i).group(), ignored -> -1)).isIn(-1, folds[i]);
            of.put(runs.get(i).group(), folds[i]);
            sizes[folds[i]]++;
        }
        for (int size : sizes) {
            assertThat(size).isBetween(runs.size() / 5 - 1, runs.size() / 5 + 1);
        }
    }

    @Test
    void sameSeed_givesTheSameFolds() {
        List<ExampleRun> runs =
                List.of(ExampleRuns.healthy("a", "a"), ExampleRuns.healthy("b", "b"), ExampleRuns.healthy("c", "c"));

        assertThat(Folds.of(runs, 2, 5)).containsExactly(Folds.of(runs, 2, 5));
    }
}
