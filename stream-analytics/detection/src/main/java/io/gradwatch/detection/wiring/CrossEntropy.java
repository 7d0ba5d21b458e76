package io.gradwatch.detection.wiring;

import io.gradwatch.schema.RunStarted;
import java.util.OptionalInt;

/** Numbers of the cross-entropy of a classification, in nats. */
final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * Classes that the run tells apart, 2 or more; empty where its loss is not known to be that of a classification.
     */
    static OptionalInt classes(RunStarted run) {
        Integer declared = run.getClasses();
        String objective = run.getObjective();
        boolean classification = objective == null || objective.equals("classification");
        return declared != null && declared >= 2 && classification ? OptionalInt.of(declared) : OptionalInt.empty();
    }

    /** Loss of a network that gives every class the same probability: ln C. */
    static double chance(int classes) {
        return Math.log(classes);
    }

    /**
     * Least loss where probabilities stand in for logits: {@code ln(e + C - 1) - 1}, when the right class has all the
     * probability. With p of the right class and the rest spread evenly the loss is {@code ln(e^p + (C - 1)
     * e^((1-p)/(C-1))) - p}, which falls with p up to 1; any other spread of the rest is higher.
     */
    static double softmaxedFloor(int classes) {
        return Math.log(Math.E + classes - 1) - 1;
    }
}
