package io.gradwatch.calibration;

import io.gradwatch.calibration.corpus.Example;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Made-up runs. */
public final class ExampleRuns {

    private ExampleRuns() {}

    /** A healthy run of ten looks. */
    public static ExampleRun healthy(String id, String group) {
        return of(id, group, Label.HEALTHY, OptionalLong.empty(), true, 10);
    }

    /** A healthy run that a rule alarms on. */
    public static ExampleRun ruled(String id, String group) {
        ExampleRun run = healthy(id, group);
        return new ExampleRun(run.corpus(), run.run(), group, run.onsetRow(), run.rows(), run.examples(), true, false);
    }

    /** A run with a fault that shows. */
    public static ExampleRun faulty(String id, String group, Label label, long onset, int rows) {
        return of(id, group, label, OptionalLong.of(onset), true, rows);
    }

    /** Any run with a look a row; every value of a look is the number of its row. */
    public static ExampleRun of(
            String id, String group, Label label, OptionalLong onset, boolean showsSymptom, int rows) {
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            float[] features = new float[Features.all().size()];
            Arrays.fill(features, row);
            examples.add(new Example(row, false, features));
        }
        OptionalDouble step = onset.isPresent() ? OptionalDouble.of(onset.getAsLong()) : OptionalDouble.empty();
        LabelledRun run = new LabelledRun(id, "logs", group, label, step, showsSymptom, rows, Path.of(id + ".csv"));
        return new ExampleRun("corpus", run, group, onset, rows, examples, false, false);
    }
}
