package io.gradwatch.fleet.live.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How far a run wants to train, as its hyper-parameters say in the words of the frameworks. */
final class PlannedLength {

    private static final List<String> STEPS = List.of(
            "max_steps", "total_steps", "num_steps", "num_training_steps", "train_steps", "max_iters", "iterations");
    private static final List<String> EPOCHS =
            List.of("num_train_epochs", "num_epochs", "max_epochs", "n_epochs", "epochs");

    private PlannedLength() {}

    /** Optimizer steps, more than 0; null where it does not say. */
    static Long steps(Map<String, String> hyperparameters) {
        Double steps = first(hyperparameters, STEPS);
        return steps == null ? null : (Long) Math.round(steps);
    }

    /** Passes over the data, more than 0; null where it does not say. */
    static Double epochs(Map<String, String> hyperparameters) {
        return first(hyperparameters, EPOCHS);
    }

    private static Double first(Map<String, String> hyperparameters, List<String> names) {
        Double found = null;
        int rank = names.size();
        for (Map.Entry<String, String> entry : hyperparameters.entrySet()) {
            int at = names.indexOf(plain(entry.getKey()));
            Double value = at >= 0 && at < rank ? positive(entry.getValue()) : null;
            if (value != null) {
                found = value;
                rank = at;
            }
        }
        return found;
    }

    /** {@code trainer.max-steps} as {@code max_steps}. */
    private static String plain(String key) {
        String last = key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1);
        return last.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Several frameworks write -1 for "no limit". */
    private static Double positive(String text) {
        try {
            double value = Double.parseDouble(text);
            return value > 0 && Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
