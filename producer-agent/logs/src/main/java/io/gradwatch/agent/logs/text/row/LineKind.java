package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kind of a line by its values. */
public enum LineKind {
    /** A loss, or a reward, of the training. */
    TRAINING,
    /** Values of evaluation data and no others. */
    EVALUATION,
    /** Evaluations beside a loss that is no row. */
    EVALUATION_ONLY,
    /** More of a row of the training, such as a learning rate. */
    MORE,
    /** A count for the lines that follow. */
    CONTEXT,
    /** Nothing. */
    NOTHING;

    /** Reports of what is best or was saved: the numbers were there before. */
    private static final Pattern TOLD_BEFORE = Pattern.compile(
            "(?i)^\\W*(?:\\[\\w+\\] )?(?:the |new |current )?(?:model with the )?best|new best|improved (?:from|by)"
                    + "|did not improve|reducing learning rate|reducing loss scale|saving (?:model|checkpoint)|reached [\\d.]+ \\(|early stopping"
                    + "|better model found|saved? (?:to|at|as)\\b|loss for final step|^\\W*cv (?:mean|average|avg|score)");

    private static final Pattern BEST =
            Pattern.compile("(?i)\\((?:the )?best[^()]{0,80}\\)|\\[best[^\\[\\]]{0,80}\\]$");

    /** Names of settings, {@code valInterval}, or counts what is evaluated, {@code Image Index}. */
    private static final Pattern SETTING = Pattern.compile(
            "(?i)(?:interval|freq|frequency|every|period|batch[ _]?size|workers|seed|patience|index|idx|(?<![a-z])id)$");

    private static final int LONGEST_CONTEXT = 100;

    /** The line before a report of what was told before; empty where it is nothing but one. */
    public static String untold(String text) {
        Matcher told = TOLD_BEFORE.matcher(text);
        return BEST.matcher(told.find() ? text.substring(0, told.start()).strip() : text)
                .replaceAll("");
    }

    public static LineKind of(ReadLine line, String text, TextNames names) {
        boolean training = false;
        boolean evaluation = false;
        boolean more = false;
        for (Map.Entry<String, String> value : line.values.entrySet()) {
            String name = value.getKey();
            TextNames.Kind kind = names.kind(name);
            if (kind == TextNames.Kind.EVALUATION || (names.namesSplit(name) && !name.startsWith("train"))) {
                evaluation |= !LossWords.isNoise(name) && !SETTING.matcher(name).find();
            } else if (kind == TextNames.Kind.LOSS
                    || kind == TextNames.Kind.METRIC && (LossWords.isLoss(name) || LossWords.isReward(name))) {
                training = true;
            } else if (kind != TextNames.Kind.TIME && !LossWords.isNoise(name)) {
                more = true;
            }
        }
        if (training) {
            return TRAINING;
        }
        if (evaluation) {
            return EVALUATION;
        }
        if (more) {
            return MORE;
        }
        return line.counts() && !line.bar && line.split == null && text.length() <= LONGEST_CONTEXT ? CONTEXT : NOTHING;
    }
}
