package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Records a job's curves as the lines of a CSV file, independently of the agent. */
final class CurveFile extends BaseTrainingListener implements Evaluations {
    static final String HEADER = "step,epoch,train_loss,val_loss,train_acc,val_acc,grad_norm,lr";

    private final DigitsTraining.Plan plan;
    private final List<String[]> rows = new ArrayList<>();
    private double gradientNorm;

    CurveFile(DigitsTraining.Plan plan) {
        this.plan = plan;
    }

    @Override
    public void onGradientCalculation(Model model) {
        double squares = 0;
        for (float element : ((MultiLayerNetwork) model).getFlattenedGradients().toFloatVector()) {
            squares += (double) element * element;
        }
        gradientNorm = Math.sqrt(squares) / plan.batchSize();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        double passes = (iteration + 1) * plan.batchSize() / (double) plan.trainingImages();
        rows.add(new String[] {
            Integer.toString(iteration),
            number(passes),
            number(model.score()),
            "",
            "",
            "",
            number(gradientNorm),
            number(((MultiLayerNetwork) model).getLearningRate(0))
        });
    }

    @Override
    public void take(long step, double epoch, Split split, double loss, double accuracy) {
        String[] row = rows.get(rows.size() - 1);
        if (split == Split.TRAIN) {
            row[4] = number(accuracy);
        } else {
            row[3] = number(loss);
            row[5] = number(accuracy);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach(row -> lines.add(String.join(",", row)));
        return lines;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Float.toString((float) value);
    }
}
