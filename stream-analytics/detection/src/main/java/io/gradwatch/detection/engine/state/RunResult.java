package io.gradwatch.detection.engine.state;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Results of a run over all of its attempts, as a reference for later runs. A plain state of 3.2 KB. */
public class RunResult {

    /** Loss of the steps. */
    public ResultCurve loss = new ResultCurve();

    /** Loss of the evaluations on the train-val split. */
    public ResultCurve validationLoss = new ResultCurve();

    /** Accuracy of the evaluations on the train-val split, 0 to 1. */
    public ResultCurve accuracy = new ResultCurve();

    /** True if the last attempt said that it finished. */
    public boolean finished;

    /** True if an alert of severity warning or critical was ever raised. */
    public boolean alarmed;

    /** True where a detector ever saw a fault of severity warning or critical, published or held back. */
    public boolean doubted;

    /** Takes a step of the speaking rank. */
    public void take(Step step) {
        loss.take(step.getStep(), step.getLoss());
    }

    /** Takes an evaluation of the speaking rank. */
    public void take(Evaluation evaluation) {
        if (evaluation.getSplit() == Split.TRAIN_VAL) {
            validationLoss.take(evaluation.getStep(), evaluation.getLoss());
            accuracy.take(
                    evaluation.getStep(),
                    evaluation.getMetrics() == null
                            ? null
                            : evaluation.getMetrics().get("accuracy"));
        }
    }

    /** Reference for later runs; empty for a run that is not healthy, or trains on a single batch. */
    public Optional<RunReference> reference(String runId, RunStarted declared, long endedMillis) {
        if (!finished || alarmed || doubted || declared.getSingleBatch()) {
            return Optional.empty();
        }
        String name = label(runId, declared.getName());
        List<ReferenceCurve> curves = new ArrayList<>();
        add(curves, name, CurveSignal.TRAINING_LOSS, loss);
        add(curves, name, CurveSignal.VALIDATION_LOSS, validationLoss);
        add(curves, name, CurveSignal.VALIDATION_ACCURACY, accuracy);
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunReference(runId, declared.getProject(), declared.getName(), endedMillis, curves));
    }

    private static void add(List<ReferenceCurve> curves, String name, CurveSignal signal, ResultCurve curve) {
        List<List<Double>> points = curve.points();
        if (points.get(0).size() > 1) {
            curves.add(new ReferenceCurve(name, signal, CurveAxis.STEP, points.get(0), points.get(1)));
        }
    }

    /** Names are chosen by people and may be had by several runs; ids are what another run can refer to. */
    private static String label(String runId, String name) {
        return name.isEmpty() || name.equals(runId) ? runId : PrintableText.name(name + " (" + runId + ")");
    }
}
