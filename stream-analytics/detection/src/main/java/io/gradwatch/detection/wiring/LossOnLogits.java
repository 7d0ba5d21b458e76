package io.gradwatch.detection.wiring;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Losses that apply a softmax themselves, and outputs that are probabilities already. */
final class LossOnLogits {

    /** Relative, of a mean: rounding to half precision stays below. */
    static final double TOLERANCE = 1e-3;

    private static final List<String> ON_LOGITS =
            List.of("crossentropyloss", "withlogits", "fromlogitstrue", "softmaxcrossentropy", "fcrossentropy");
    private static final List<String> RAISED = List.of("smooth", "mixup", "cutmix", "distill");

    private LossOnLogits() {}

    /** True if the run declares a loss by a name that says that it expects logits, such as CrossEntropyLoss. */
    static boolean declared(RunStarted run) {
        for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
            String key = letters(entry.getKey());
            boolean names = key.contains("loss") || key.contains("criterion") || key.contains("logits");
            String says = letters(key.contains("logits") ? entry.getKey() + entry.getValue() : entry.getValue());
            if (names && ON_LOGITS.stream().anyMatch(says::contains)) {
                return true;
            }
        }
        return false;
    }

    /** True if the run declares what keeps any loss above zero: smoothed, mixed or distilled labels. */
    static boolean raised(RunStarted run) {
        return run.getHyperparameters().keySet().stream()
                .map(LossOnLogits::letters)
                .anyMatch(key -> RAISED.stream().anyMatch(key::contains));
    }

    /** True if the output of the step is one of probabilities; empty where it is not known. */
    static Optional<Boolean> probabilities(Step step, RunStarted run) {
        int classes = classes(step.getBatch(), run);
        if (classes < 2) {
            return Optional.empty();
        }
        for (TensorStatistics tensor : step.getTensors()) {
            if (tensor.getKind() == TensorKind.OUTPUT && tensor.getElements() % classes == 0) {
                boolean within = tensor.getMinimum() >= 0 && tensor.getMaximum() <= 1;
                double off = Math.abs(tensor.getMean() * classes - 1);
                return Optional.of(within && off <= TOLERANCE);
            }
        }
        return Optional.empty();
    }

    private static int classes(BatchView batch, RunStarted run) {
        if (run.getClasses() != null) {
            return run.getClasses();
        }
        List<Integer> shape = batch == null ? List.of() : batch.getOutputShape();
        return shape.size() == 2 ? shape.get(1) : 0;
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
