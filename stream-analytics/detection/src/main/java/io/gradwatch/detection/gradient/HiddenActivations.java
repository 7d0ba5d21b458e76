package io.gradwatch.detection.gradient;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The activations of a step without those of the output layer, and what the run declares of them. */
final class HiddenActivations {

    private HiddenActivations() {}

    /**
     * In the order in which they were sent. The last one is the output, whose values may well be zero or saturated once
     * the network is sure of them.
     */
    static List<TensorStatistics> of(Step step) {
        List<TensorStatistics> all = new ArrayList<>();
        for (TensorStatistics tensor : step.getTensors()) {
            if (tensor.getKind() == TensorKind.ACTIVATION) {
                all.add(tensor);
            }
        }
        return all.isEmpty() ? all : all.subList(0, all.size() - 1);
    }

    /** Its declared activation function in lower case; empty where none is declared. */
    static String function(TensorStatistics tensor, RunStarted run) {
        for (Layer layer : run.getLayers()) {
            if (layer.getName().equals(tensor.getLayer())) {
                return layer.getActivation().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
