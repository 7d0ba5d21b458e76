package io.gradwatch.alerting.message;

import java.util.Map;

/** Classes of faults in words, for titles. The one table of them; a class that it lacks stands for itself. */
public final class FaultWords {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("collapsed", "Predictions collapse to one class"),
            Map.entry("crashed", "The job crashed"),
            Map.entry("distribution_shift", "Training and validation data differ"),
            Map.entry("diverging", "Loss diverges"),
            Map.entry("exploding", "Gradients explode"),
            Map.entry("grokking", "Validation lags far behind training"),
            Map.entry("hung", "The job hangs"),
            Map.entry("imbalance", "Classes are out of balance"),
            Map.entry("input", "Input is badly scaled"),
            Map.entry("labels", "Labels carry no information"),
            Map.entry("loss_spike", "Loss spikes"),
            Map.entry("nan", "Loss is NaN"),
            Map.entry("notice", "The job gave notice"),
            Map.entry("oscillating", "Error oscillates"),
            Map.entry("overfitting", "Validation loss gets worse"),
            Map.entry("plateau", "Loss does not fall"),
            Map.entry("rank_divergence", "Ranks drift apart"),
            Map.entry("silent", "No sign of life"),
            Map.entry("single_batch", "Single batch is not learnt"),
            Map.entry("slow", "Training is slow"),
            Map.entry("stalled", "Training stands still"),
            Map.entry("underfitting", "Training error stays high"),
            Map.entry("validation_overuse", "Test error is above validation error"),
            Map.entry("vanishing", "Gradients vanish"),
            Map.entry("wiring", "Network or loss is put together wrongly"));

    private static final int LENGTH = 60;

    private FaultWords() {}

    /** The class in words, such as "Loss is NaN" for {@code nan}; an unknown class by its name. */
    public static String of(String alertClass) {
        return WORDS.getOrDefault(alertClass, PlainText.oneLine(alertClass, LENGTH));
    }

    /** Whether the class has words of its own. */
    public static boolean knows(String alertClass) {
        return WORDS.containsKey(alertClass);
    }
}
