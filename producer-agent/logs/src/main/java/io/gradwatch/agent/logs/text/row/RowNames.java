package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Meaning of the names in a row. Losses that are printed without the word get it, so that the catalogue knows them. */
final class RowNames {

    /** Parts of the loss of detectors, as their tables head them. */
    private static final Pattern BARE_PART = Pattern.compile("(?:train/)?(?:box|obj|cls|dfl|seg|pose|kobj|giou|om)");

    /** Losses of a generator and of a discriminator by a letter, which mean nothing without the other. */
    private static final Pattern GENERATOR = Pattern.compile("(?:l_)?g_\\w{1,20}|err_?g");

    private static final Pattern DISCRIMINATOR = Pattern.compile("(?:l_)?d_\\w{1,20}|err_?d");

    /** A loss of BasicSR by the letter: {@code l_pix}. Those of two networks are named together. */
    private static final Pattern TERM = Pattern.compile("l_(?![dg]_|r$|rate$)[a-z]\\w{0,30}");

    private static final Pattern TOTAL = Pattern.compile("(?i)total|sum|overall");
    /** Own choice: terms are printed with few decimals. */
    private static final double SUM_TOLERANCE = 0.005;

    private final TextNames names;
    private final Set<String> totals = new HashSet<>();

    RowNames(TextNames names) {
        this.names = names;
    }

    boolean isEvaluation(String name) {
        return names.kind(name) == TextNames.Kind.EVALUATION || names.namesSplit(name);
    }

    boolean isKnown(String name) {
        return names.kind(name) == TextNames.Kind.TRAINING;
    }

    /** True if it says nothing but how accurate the model is. */
    boolean isOnlyAccuracy(ReadLine line) {
        return !line.values.isEmpty()
                && line.values.keySet().stream().allMatch(name -> names.kind(name) == TextNames.Kind.ACCURACY);
    }

    /** True if all of its values are such as only an evaluation measures. */
    boolean isOnlyQuality(ReadLine line) {
        return line.values.keySet().stream().allMatch(LossWords::isQuality);
    }

    /**
     * A total that was the sum of what stands beside it is that of a loss. One whose terms are not finite is known from
     * the lines before.
     */
    private void nameTotal(ReadLine line) {
        for (String name : List.copyOf(line.values.keySet())) {
            String plain = name.substring(name.lastIndexOf('/') + 1);
            if (TOTAL.matcher(plain).matches()
                    && (totals.contains(plain) || isSum(line, name, false) || isSum(line, name, true))) {
                totals.add(plain);
                nameLoss(line, name);
            }
        }
    }

    private static boolean isSum(ReadLine line, String name, boolean ofLosses) {
        double sum = 0;
        int terms = 0;
        for (Map.Entry<String, String> value : line.values.entrySet()) {
            boolean term = !value.getKey().equals(name) && value.getKey().indexOf('/') < 0;
            if (term && (ofLosses ? LossWords.isLoss(value.getKey()) : !LossWords.isNoise(value.getKey()))) {
                sum += number(value.getValue());
                terms++;
            }
        }
        return terms > 1 && Math.abs(sum - number(line.values.get(name))) <= SUM_TOLERANCE * Math.abs(sum);
    }

    /** The first loss of the training among values; NaN where there is none. */
    double loss(Map<String, String> values) {
        for (Map.Entry<String, String> value : values.entrySet()) {
            TextNames.Kind kind = names.kind(value.getKey());
            if (kind == TextNames.Kind.LOSS || kind == TextNames.Kind.METRIC && LossWords.isLoss(value.getKey())) {
                return number(value.getValue());
            }
        }
        return Double.NaN;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Several parts are those of a loss, and a generator's beside a discriminator's are losses. */
    void complete(ReadLine line) {
        nameTotal(line);
        List<String> parts = matching(line, BARE_PART);
        if (parts.size() > 1) {
            parts.forEach(part -> nameLoss(line, part));
        }
        matching(line, TERM).forEach(name -> nameLoss(line, name));
        List<String> generator = matching(line, GENERATOR);
        List<String> discriminator = matching(line, DISCRIMINATOR);
        if (!generator.isEmpty() && !discriminator.isEmpty()) {
            generator.forEach(name -> nameLoss(line, name));
            discriminator.forEach(name -> nameLoss(line, name));
        }
    }

    private static List<String> matching(ReadLine line, Pattern pattern) {
        return line.values.keySet().stream()
                .filter(name -> pattern.matcher(name.toLowerCase(Locale.ROOT)).matches())
                .filter(name -> !name.toLowerCase(Locale.ROOT).endsWith("loss"))
                .toList();
    }

    private static void nameLoss(ReadLine line, String name) {
        line.put(name.replaceAll("(?i)^err_?", "") + "_loss", line.values.remove(name));
    }
}
