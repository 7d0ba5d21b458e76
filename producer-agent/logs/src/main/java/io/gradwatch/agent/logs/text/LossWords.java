package io.gradwatch.agent.logs.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What names in text mean that no catalogue has: those that look like a loss, and those that say nothing of a training.
 */
final class LossWords {

    private static final Pattern LOSS = Pattern.compile(
            "(?:^|[^a-z])(?:loss|logloss|nll|elbo|xent|cost|rmse|mse|mae|mape|ppl|perplexity|objective|criterion|cross-entropy|crossentropy|cross_entropy|l1|l2|error)(?:[^a-z]|$)|loss(?:es)?$|^loss");
    private static final Pattern REWARD =
            Pattern.compile("(?:^|[^a-z])(?:reward|rewards|return|returns|rew|score|fitness)(?:[^a-z]|$)|_rew_|reward");
    private static final Pattern NOISE = Pattern.compile(
            "(?:^|[ _/])(?:time|data|eta|memory|mem|max_mem|gpu_mem|elapsed|remaining|speed|fps|ips|sec|secs|s|it|batch_time|data_time|duration|total|"
                    + "batch_cost|reader_cost|reader cost|cost_time|tps|mfu|tflops|throughput|images|instances|labels|size|img_size|samples|dataloader|loader_time)$");
    private static final Pattern ADVERSARY =
            Pattern.compile("(?:^|[^a-z])(?:d|g|gen|disc|generator|discriminator|errd|errg|adv)(?:[^a-z]|$)");
    private static final Pattern GAN =
            Pattern.compile("^(?:[dg]|cycle|idt)_(?:a|b|gan|l1|real|fake)$|^err_?[dg]$|^[dg]_?loss$");
    /** A loss by another name, where there is no better one. */
    private static final Pattern SECOND = Pattern.compile("ppl|perplexity|error|mae|mape|rmse");
    /** Parts of the loss of detectors, which print no total. */
    private static final Pattern PART =
            Pattern.compile("^(?:train/)?(?:box|obj|cls|dfl|seg|pose|kobj|giou|om|l1)(?:_loss)?$");

    private static final Pattern COLUMN_PART = Pattern.compile("^LOSS [A-Z0-9_]+$");

    private LossWords() {}

    private static boolean isPart(String name) {
        return PART.matcher(name.toLowerCase(Locale.ROOT)).find()
                || COLUMN_PART.matcher(name).find();
    }

    static boolean isLoss(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        boolean loss = LOSS.matcher(plain).find()
                && !plain.contains("time")
                && !plain.contains("packet")
                && !plain.contains("scale");
        return loss && !NOISE.matcher(plain).find()
                || PART.matcher(plain).find()
                || GAN.matcher(plain).find();
    }

    /** Whether it is one by another name, where there is no better one. */
    static boolean isSecond(String name) {
        return SECOND.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    static boolean isReward(String name) {
        return REWARD.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether the number is about the machine, and not about what is learned. */
    static boolean isNoise(String name) {
        return NOISE.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /**
     * New names for those of a log that calls nothing a loss by a usual name: what it trains on, and the same on other
     * data.
     *
     * @param values of a line of the training
     */
    static Map<String, String> renamed(Iterable<String> values, TextNames names) {
        List<String> losses = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String name : values) {
            if (names.kind(name) == TextNames.Kind.LOSS) {
                return Map.of();
            }
            if (isLoss(name) && !isPart(name)) {
                (names.namesSplit(name) ? others : losses).add(name);
            }
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        boolean adversaries = losses.stream()
                        .filter(name ->
                                ADVERSARY.matcher(name.toLowerCase(Locale.ROOT)).find())
                        .count()
                > 0;
        if (!losses.isEmpty() && !adversaries) {
            losses.sort(Comparator.comparing(LossWords::isSecond));
            renamed.put(losses.get(0), "loss");
            for (String other : others) {
                if (other.endsWith(losses.get(0).replace("train/", "")) && !renamed.containsValue("val_loss")) {
                    renamed.put(other, "val_loss");
                }
            }
        }
        return renamed;
    }

    /** The parts of a loss that has no total. */
    static List<String> parts(Map<String, String> values) {
        return values.keySet().stream().filter(name -> isPart(name)).toList();
    }
}
