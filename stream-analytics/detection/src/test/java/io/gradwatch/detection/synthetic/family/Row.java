package io.gradwatch.detection.synthetic.family;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.List;
import java.util.Map;

/** One row of a training log while it is made. NaN and infinities are values; null is what was not logged. */
public final class Row {

    /** The same as the row's number, unless the log says otherwise. */
    public long step;

    Double epoch;
    public Double loss;

    /** The loss without its noise. */
    public double level;

    public Double accuracy;
    public Double gradientNorm;
    public Double learningRate;
    public Double validationLoss;

    /** The validation loss without its noise. */
    public double validationLevel;

    public Double validationAccuracy;
    Double reward;
    boolean skippedByLossScaler;

    void begin(long index) {
        step = index;
        epoch = null;
        loss = null;
        level = 0;
        accuracy = null;
        gradientNorm = null;
        learningRate = null;
        validationLoss = null;
        validationLevel = 0;
        validationAccuracy = null;
        reward = null;
        skippedByLossScaler = false;
    }

    boolean hasStep() {
        return loss != null || gradientNorm != null || learningRate != null || accuracy != null;
    }

    boolean hasEvaluation() {
        return validationLoss != null || validationAccuracy != null;
    }

    Step asStep() {
        Step event = new Step();
        event.setStep(step);
        event.setEpoch(epoch);
        event.setLoss(loss);
        event.setGradientNorm(gradientNorm);
        event.setLearningRate(learningRate);
        event.setSkippedByLossScaler(skippedByLossScaler);
        event.setMetrics(trainingMetrics());
        event.setTensors(List.of());
        return event;
    }

    Evaluation asEvaluation() {
        Evaluation event = new Evaluation();
        event.setStep(step);
        event.setEpoch(epoch);
        event.setSplit(Split.TRAIN_VAL);
        event.setLoss(validationLoss);
        event.setMetrics(validationAccuracy == null ? Map.of() : Map.of("accuracy", validationAccuracy));
        return event;
    }

    private Map<String, Double> trainingMetrics() {
        if (reward != null) {
            return Map.of("reward", reward);
        }
        return accuracy == null ? Map.of() : Map.of("accuracy", accuracy);
    }
}
