package io.gradwatch.agent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.ArrayList;
import java.util.List;

/** Measures what the listener should tell, in double precision and on the host, at the same moment. */
final class Reference extends TrainingListenerAdapter {

    final List<Double> losses = new ArrayList<>();
    final List<Double> gradientNorms = new ArrayList<>();
    final List<Double> parameterNorms = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        NDList labels = batch.getLabels().values().iterator().next();
        NDList predictions = batch.getPredictions().values().iterator().next();
        losses.add((double) trainer.getLoss().evaluate(labels, predictions).getFloat());
        double gradient = 0;
        double parameters = 0;
        for (Parameter parameter : trainer.getModel().getBlock().getParameters().values()) {
            gradient += squares(parameter.getArray().getGradient());
            parameters += squares(parameter.getArray());
        }
        gradientNorms.add(Math.sqrt(gradient));
        parameterNorms.add(Math.sqrt(parameters));
    }

    private static double squares(NDArray array) {
        double sum = 0;
        for (float element : array.toFloatArray()) {
            sum += (double) element * element;
        }
        return sum;
    }
}
