package io.gradwatch.agent.logs.text.line;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Meaning of names in text that no catalogue has: those that look like a loss, and those that say nothing of a
 * training.
 */
public final class LossWords {

    private static final Pattern LOSS = Pattern.compile(
            "(?:^|[^a-z])(?:loss|logloss|nll|elbo|xent|cost|rmse|mse|mae|mape|ppl|perplexity|objective|criterion|cross-entropy|crossentropy|cross_entropy|l1|l2|error)(?:[^a-z]|$)|loss(?:es)?$|^loss|^(?:train[ /])?b?ce$"
                    + "|(?:crossentropy|smoothl1|smooth_l1|huber)$|(?:^|[^a-z])(?:rms|objective function|(?:log[- _]?)?likelihood|objf|err)(?:[^a-z]|$)");
    private static final Pattern QUALITY = Pattern.compile(
            "(?:^|[^a-z])(?:dice|m?iou|psnr|ssim|lpips|fid|bleu|rouge[12l]?|meteor|cider|m?ap(?:50|75)?|f1|auc|auroc|wer|cer|ndcg|mrr|recall|precision)(?:[^a-z]|$)");
    private static final Pattern REWARD =
            Pattern.compile("(?:^|[^a-z])(?:reward|rewards|return|returns|rew|score|fitness)(?:[^a-z]|$)|_rew_|reward");
    private static final Pattern NOISE = Pattern.compile(
            "(?:^|[ _/])(?:time|data|eta|memory|mem|max_mem|gpu_mem|elapsed|remaining|speed|fps|ips|sec|secs|s|it|batch_time|data_time|duration|total|"
                    + "batch_cost|reader_cost|reader cost|cost_time|tps|mfu|tflops|throughput|images|instances|labels|size|img_size|samples|dataloader|loader_time)$");
    private static final Pattern GAN = Pattern.compile(
            "^(?:[dg]|cycle|idt)_(?:a|b|gan|l1|real|fake)$|^l_[dg]_\\w+$|^l_(?!r(?:ate)?$)[a-z]\\w*$|^err_?[dg]$|^[dg]_?loss$");
    /** Parts of the loss of detectors, which print no total. */
    private static final Pattern PART =
            Pattern.compile("^(?:train/)?(?:box|obj|cls|dfl|seg|pose|kobj|giou|om|l1)(?:_loss)?$");

    private LossWords() {}

    public static boolean isLoss(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        boolean loss = LOSS.matcher(plain).find()
                && !plain.contains("time")
                && !plain.contains("packet")
                && !plain.contains("scale");
        return loss && !NOISE.matcher(plain).find()
                || PART.matcher(plain).find()
                || GAN.matcher(plain).find();
    }

    /** True if only an evaluation measures it: it costs too much for each step. */
    public static boolean isQuality(String name) {
        return QUALITY.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    public static boolean isReward(String name) {
        return REWARD.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** True if the number is about the machine, and not about what is learned. */
    public static boolean isNoise(String name) {
        return NOISE.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
