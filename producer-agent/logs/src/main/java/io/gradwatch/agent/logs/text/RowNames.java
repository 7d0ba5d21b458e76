package io.gradwatch.agent.logs.text;

import java.util.List;
import java.util.Map;

/** Gives the values of lines the names by which the catalogue knows them, where a program has names of its own. */
final class RowNames {

    private final Map<String, String> renamed;
    private final TextNames names;

    /** @param renamed names for those that are no usual ones */
    RowNames(Map<String, String> renamed, TextNames names) {
        this.renamed = renamed;
        this.names = names;
    }

    boolean isEvaluation(String name) {
        return names.kind(name) == TextNames.Kind.EVALUATION || names.namesSplit(name);
    }

    boolean isKnown(String name) {
        return names.kind(name) == TextNames.Kind.TRAINING;
    }

    void rename(ReadLine line) {
        for (Map.Entry<String, String> name : renamed.entrySet()) {
            String value = line.values.remove(name.getKey());
            if (value != null) {
                line.put(name.getValue(), value);
            }
        }
    }

    /** Names the losses of a whole row that the catalogue does not know. */
    void complete(ReadLine line) {
        lossOfEvaluation(line);
        List<String> parts = LossWords.parts(line.values);
        if (parts.size() > 1
                && line.values.keySet().stream().noneMatch(name -> names.kind(name) == TextNames.Kind.LOSS)) {
            line.put("loss", sum(line, parts));
        }
    }

    /** The loss of other data where its name is not usual: the only one, or the one that is no part. */
    private void lossOfEvaluation(ReadLine line) {
        List<String> losses = line.values.keySet().stream()
                .filter(name -> isEvaluation(name) && LossWords.isLoss(name) && !LossWords.isSecond(name))
                .toList();
        if (losses.isEmpty() || losses.stream().anyMatch(name -> names.kind(name) == TextNames.Kind.EVALUATION)) {
            return;
        }
        List<String> totals = losses.stream()
                .filter(name -> losses.size() == 1 || name.endsWith("/avg_loss") || name.endsWith("/total_loss"))
                .toList();
        if (totals.size() == 1) {
            String total = totals.get(0);
            line.put(total.startsWith("test") ? "test_loss" : "val_loss", line.values.remove(total));
        }
    }

    private static String sum(ReadLine line, List<String> parts) {
        try {
            return String.valueOf(parts.stream()
                    .map(line.values::get)
                    .mapToDouble(text -> text.equals("nan") ? Double.NaN : Double.parseDouble(text))
                    .sum());
        } catch (NumberFormatException e) {
            // Infinity, which programs call inf.
            return "inf";
        }
    }
}
