package io.gradwatch.agent.logs.curves;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes of a recorded run the curves that another run can be compared with (K14). */
public final class ReferenceCurves {

    private ReferenceCurves() {}

    /**
     * The training loss, validation loss and validation accuracy of a log, as far as it has them, each as at most 64
     * points: means of equally many values, in epochs where the log tells them throughout, else in steps.
     *
     * @param log to read to its end; not closed
     * @param name of the curves, for a person
     * @throws UnreadableLogException when it cannot be read to its end: half of a curve would be no reference
     */
    public static List<ReferenceCurve> of(RunLog log, String name) throws UnreadableLogException {
        CurvePoints loss = new CurvePoints();
        CurvePoints validationLoss = new CurvePoints();
        CurvePoints accuracy = new CurvePoints();
        for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
            for (Telemetry telemetry : row.get().events()) {
                if (telemetry.getEvent() instanceof Step step) {
                    loss.add(step.getStep(), step.getEpoch(), step.getLoss());
                } else if (telemetry.getEvent() instanceof Evaluation evaluation
                        && evaluation.getSplit() == Split.TRAIN_VAL) {
                    long at = evaluation.getStep();
                    validationLoss.add(at, evaluation.getEpoch(), evaluation.getLoss());
                    accuracy.add(
                            at, evaluation.getEpoch(), evaluation.getMetrics().get("accuracy"));
                }
            }
        }
        List<ReferenceCurve> curves = new ArrayList<>();
        loss.addTo(curves, name, CurveSignal.TRAINING_LOSS);
        validationLoss.addTo(curves, name, CurveSignal.VALIDATION_LOSS);
        accuracy.addTo(curves, name, CurveSignal.VALIDATION_ACCURACY);
        return curves;
    }
}
