package io.gradwatch.calibration.corpus;

import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Labelled run with what the judges see of it.
 *
 * @param corpus name of the folder that it is from
 * @param run the run and its label
 * @param group name of what is held out together
 * @param onsetRow row from which on the fault is there; empty where the label has none
 * @param rows of the log
 * @param examples in the order of their rows
 * @param ruled whether the rules alarm on it, whatever the judges say
 * @param lesson whether it is only learnt from: never held out, never scored
 */
public record ExampleRun(
        String corpus,
        LabelledRun run,
        String group,
        OptionalLong onsetRow,
        long rows,
        List<Example> examples,
        boolean ruled,
        boolean lesson) {

    /** Family of the label; empty of a healthy run and of {@code config_fault}. */
    public Optional<JudgeFamily> family() {
        return JudgeFamily.ofLabel(run.label().toString());
    }

    /** True if the cause is known but not how it shows, so that every family is right. */
    public boolean anyFamily() {
        return run.label() == Label.CONFIG_FAULT;
    }

    /** True if a judge of the family that tells a fault is right. */
    public boolean accepts(JudgeFamily told) {
        return anyFamily() || told.labels().contains(run.label().toString());
    }
}
