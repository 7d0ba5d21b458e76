package io.gradwatch.agent.logs.text.pattern;

import java.util.List;

/**
 * Programs whose lines would be read wrongly by themselves. What is looked for was taken from the sources of the
 * programs. To add one: an entry here, a sample under {@code text/} of the tests, a row in {@code docs/ATTACH.md}.
 */
public final class TextPresets {

    /** In the order in which they are tried where none is named. */
    public static final List<TextPattern> ALL = List.of(
            TextPattern.preset(
                    "nanogpt",
                    LineForm.row("^step (?<step>\\d+): train loss NUM, val loss (?<val_loss>NUM)"),
                    // llm.c
                    LineForm.row(
                            "^step +(?<step>\\d+)/\\d+ \\| (?:train )?loss +(?<loss>NUM)",
                            "\\| norm +(?<grad_norm>NUM)",
                            "\\| lr +(?<lr>NUM)"),
                    LineForm.row("^iter (?<step>\\d+): loss (?<loss>NUM)"),
                    LineForm.row("^s:(?<step>\\d+) tel:(?<val_loss>NUM)"),
                    LineForm.row("^s:(?<step>\\d+) trl:(?<loss>NUM)", " lr:(?<lr>NUM)", " norm:(?<grad_norm>NUM)"),
                    LineForm.row("^step:(?<step>\\d+)/\\d+ val_loss:(?<val_loss>NUM)"),
                    LineForm.row("^step:(?<step>\\d+)/\\d+ (?:train_)?loss:(?<loss>NUM)")),
            TextPattern.preset(
                    "megatron",
                    LineForm.row(
                            "iteration +(?<step>\\d+)/ *\\d+ \\|",
                            "\\| (?:lm )?loss: (?<loss>NUM)",
                            "\\| learning rate: (?<lr>NUM)",
                            "\\| grad norm: (?<grad_norm>NUM)",
                            "\\| params norm: (?<param_norm>NUM)",
                            "\\| loss scale: (?<loss_scale>NUM)"),
                    LineForm.row("validation loss at iteration (?<step>\\d+)[^|]*\\| lm loss value: (?<val_loss>NUM)")),
            TextPattern.preset(
                    "deepspeed",
                    LineForm.forNextRow("step=\\d+, skipped=\\d+, lr=\\[(?<lr>NUM)"),
                    LineForm.row("steps: (?<step>\\d+) loss: (?<loss>NUM)")),
            TextPattern.preset(
                    "fairseq",
                    LineForm.row(
                            "(?:^|\\| )train_inner \\| (?:\\{\"epoch\": |epoch )(?<epoch>\\d+)",
                            "[ \"]loss(?:=|\": \")(?<loss>NUM)",
                            "num_updates(?:=|\": \")(?<step>\\d+)",
                            "[ \"]lr(?:=|\": \")(?<lr>NUM)",
                            "[ \"]gnorm(?:=|\": \")(?<grad_norm>NUM)",
                            "[ \"]loss_scale(?:=|\": \")(?<loss_scale>NUM)"),
                    LineForm.row(
                            "(?:^|\\| )valid \\| (?:\\{\"epoch\": |epoch )(?<epoch>\\d+)",
                            "(?:\\| loss |\"valid_loss\": \")(?<val_loss>NUM)",
                            "num_updates(?: |\": \")(?<step>\\d+)")),
            TextPattern.preset(
                    "keras",
                    TextSteps.Mode.EPOCH,
                    LineForm.forNextRow("^Epoch (?<epoch>\\d+)/(?<epochs_in_all>\\d+)$"),
                    LineForm.forNextRow("^Epoch (?<epoch>\\d+)$"),
                    LineForm.pairs(
                            "(?:^|[^\\d])(\\d{1,9})/\\1 .* - (?:\\w{0,60}_)?loss: NUM",
                            " - (?<name>\\w+): (?<value>NUM)")),
            TextPattern.preset(
                    "transformers",
                    TextSteps.Mode.ROW,
                    LineForm.pairs(
                            "^(?:(?!(?i:\\b(?:steps?|iter|iteration|epoch)\\b)).)*\\{'(?:eval_)?loss': '?NUM",
                            "'(?<name>\\w+)': '?(?<value>NUM)")),
            TextPattern.preset(
                    "pytorch-tutorial", LineForm.row("^\\[(?<epoch>\\d+), +(?<iter>\\d+)\\] loss: (?<loss>NUM)")),
            TextPattern.preset(
                    "dl4j",
                    LineForm.row("Score at iteration (?<step>\\d+) is (?<loss>NUM)"),
                    LineForm.row("\\biteration (?<step>\\d+); iteration time: .*; score: (?<loss>NUM)")),
            TextPattern.preset(
                    "darknet",
                    LineForm.row(
                            "^(?<step>\\d+): (?<loss>NUM), NUM avg(?: loss)?, (?<lr>NUM) rate, NUM seconds, \\d+ images")),
            TextPattern.preset(
                    "catboost",
                    LineForm.row(
                            "^(?<step>\\d+):\\s+learn: (?<loss>NUM)",
                            "\\stest1?: (?<val_loss>NUM)",
                            "\\stest: (?<val_loss>NUM)")),
            TextPattern.preset(
                    "xgboost",
                    LineForm.pairs(
                            "^\\[(?<step>\\d+)\\]\\s+\\w+-[\\w@-]+:NUM",
                            "\\s(?<data>\\w+)-(?<name>[\\w@-]+):(?<value>NUM)")),
            TextPattern.preset(
                    "lightgbm",
                    LineForm.pairs(
                            "^\\[(?<step>\\d+)\\]\\s+\\w+'s [\\w@ ]+: NUM",
                            "\\s(?<data>\\w+(?:'s (?:train|valid)(?= ))?)(?:'s)? (?<name>[\\w@]+): (?<value>NUM)")),
            TextPattern.preset(
                    "marian",
                    LineForm.row("^\\[valid\\] (?:\\[[^\\]]{1,40}\\] )?Ep\\. (?<epoch>\\d+) : Up\\. (?<step>\\d+) :"
                            + " (?:cross-entropy|ce-mean(?:-words)?|perplexity) : (?<val_loss>NUM)"),
                    LineForm.row(
                            "^Ep\\. (?<epoch>[\\d.]+) : Up\\. (?<step>\\d+) : Sen\\. .*: Cost (?<loss>NUM)",
                            " gNorm (?<grad_norm>NUM)",
                            " L\\.r\\. (?<lr>NUM)")),
            TextPattern.preset(
                    "espnet",
                    LineForm.pairs(
                            "(?<epoch>\\d+)epoch:train:\\d+-(?<step>\\d+)batch: .*\\b(?:optim\\d_)?lr_?\\d=(?<lr>NUM)",
                            "(?<=[ ,])(?<name>\\w+)=(?<value>NUM)"),
                    LineForm.row(
                            "(?<epoch>\\d+)epoch results: .*\\[valid\\]",
                            "\\[valid\\].*?[ ,]loss=(?<val_loss>NUM)",
                            "\\[valid\\].*?[ ,]acc=(?<val_acc>NUM)")),
            TextPattern.preset(
                    "vits",
                    LineForm.forNextRow("^\\[(?<step>\\d+), (?<lr>NUM)\\]$"),
                    LineForm.pairs("^loss_disc=NUM, ?loss_gen=NUM", "(?<name>loss_\\w+)=(?<value>NUM)")),
            TextPattern.preset(
                    "tacotron2",
                    LineForm.row("^Train loss (?<step>\\d+) (?<loss>NUM) Grad Norm (?<grad_norm>NUM)"),
                    LineForm.row("^Validation loss (?<step>\\d+): +(?<val_loss>NUM)")),
            TextPattern.preset(
                    "tf-estimator",
                    LineForm.row("^loss = (?<loss>NUM), step = (?<step>\\d+)"),
                    LineForm.row(
                            "^Saving dict for global step (?<step>\\d+): ",
                            "[ ,]loss = (?<val_loss>NUM)",
                            "[ ,/]accuracy = (?<val_accuracy>NUM)")));

    private TextPresets() {}
}
