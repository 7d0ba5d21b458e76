package io.gradwatch.calibration.training;

import io.gradwatch.calibration.corpus.Example;
import io.gradwatch.calibration.corpus.ExampleRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at many runs, one after the other.
 *
 * @param runs that are looked at
 * @param run by look the place of its run
 * @param examples by look what is seen
 */
record Looks(List<ExampleRun> runs, int[] run, List<Example> examples) {

    /** All looks at the runs; at most {@code most} a run, evenly spaced, the first and the last among them. */
    static Looks of(List<ExampleRun> runs, int most) {
        List<Example> examples = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            List<Example> all = runs.get(i).examples();
            int kept = Math.min(most, all.size());
            for (int k = 0; k < kept; k++) {
                int place = kept == 1 ? 0 : (int) Math.round((double) k * (all.size() - 1) / (kept - 1));
                examples.add(all.get(place));
                run.add(i);
            }
        }
        return new Looks(runs, run.stream().mapToInt(Integer::intValue).toArray(), examples);
    }

    int size() {
        return run.length;
    }

    /** The values of the looks in these places, a row each. */
    float[] features(int[] places) {
        int columns = examples.get(0).features().length;
        float[] all = new float[places.length * columns];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(examples.get(places[i]).features(), 0, all, i * columns, columns);
        }
        return all;
    }
}
