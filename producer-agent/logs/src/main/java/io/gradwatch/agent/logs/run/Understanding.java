package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Understanding of a log so far, for people.
 *
 * @param signals names that each signal is taken from, by the id of the signal, in the order of the signals
 * @param metrics names that became metrics
 * @param rows that were read
 * @param attempts of the training, 1 or more
 * @param late steps that were left out, as the log was further
 * @param leftOut lines that could not be read and were left out
 * @param objective that the names tell: gan, reinforcement-learning
 * @param hints names that look like a signal and were not taken, each in a sentence with the option that takes it
 */
public record Understanding(
        Map<String, String> signals,
        List<String> metrics,
        long rows,
        int attempts,
        long late,
        long leftOut,
        Optional<String> objective,
        List<String> hints) {

    /** More names are counted, not named. */
    private static final int MOST_METRICS = 6;

    /** One line: {@code read as: step ← Iter, loss ← loss, metrics ← acc; 50 rows}. */
    public String sentence() {
        List<String> parts = new ArrayList<>();
        signals.forEach((signal, name) -> parts.add(signal + " ← " + Shown.text(name)));
        if (!metrics.isEmpty()) {
            String first = metrics.stream().limit(MOST_METRICS).map(Shown::text).collect(Collectors.joining(", "));
            int more = metrics.size() - MOST_METRICS;
            parts.add("metrics ← " + first + (more > 0 ? " and " + more + " more" : ""));
        }
        return "read as: " + (parts.isEmpty() ? "nothing that is known" : String.join(", ", parts)) + "; "
                + count(rows, "row")
                + (attempts > 1 ? ", " + attempts + " attempts" : "")
                + (late > 0 ? ", " + count(late, "late step") + " left out" : "")
                + (leftOut > 0 ? ", " + count(leftOut, "line") + " left out" : "")
                + objective.map(said -> ", by its names " + said).orElse("");
    }

    /** True if it has a loss of any data. */
    public boolean hasLoss() {
        return signals.keySet().stream().anyMatch(signal -> signal.endsWith("_loss"));
    }

    /** All that a person should know before trusting the silence of the detectors, each a sentence. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(hints);
        if (rows == 0) {
            warnings.add(0, "there is no row yet");
        } else if (!hasLoss()) {
            warnings.add(
                    0,
                    "no loss was found in " + count(rows, "row") + ", so that hardly anything can be judged; --map"
                            + " train_loss=NAME says which name is the loss");
        }
        return warnings;
    }

    /** The same, with what the steps are counted by where that is no name of a value. */
    public Understanding countedBy(String name) {
        Map<String, String> counted = new LinkedHashMap<>();
        counted.put(LogSignal.STEP.id(), name);
        signals.forEach(counted::putIfAbsent);
        return new Understanding(counted, metrics, rows, attempts, late, leftOut, objective, hints);
    }

    public Understanding withHints(List<String> other) {
        return new Understanding(signals, metrics, rows, attempts, late, leftOut, objective, List.copyOf(other));
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
