package io.gradwatch.agent.logs;

import io.gradwatch.config.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * How a program writes its progress for people. The presets are named after the programs; what they look for was taken
 * from the sources of the programs.
 */
public final class TextPattern {

    /** In the order in which they are tried where none is named. */
    static final List<TextPattern> PRESETS = List.of(
            new TextPattern(
                    "nanogpt",
                    LineForm.row("^step (?<step>\\d+): train loss NUM, val loss (?<val_loss>NUM)"),
                    LineForm.row("^iter (?<step>\\d+): loss (?<loss>NUM)"),
                    LineForm.row("^s:(?<step>\\d+) tel:(?<val_loss>NUM)"),
                    LineForm.row("^s:(?<step>\\d+) trl:(?<loss>NUM)", " lr:(?<lr>NUM)", " norm:(?<grad_norm>NUM)"),
                    LineForm.row("^step:(?<step>\\d+)/\\d+ val_loss:(?<val_loss>NUM)"),
                    LineForm.row("^step:(?<step>\\d+)/\\d+ (?:train_)?loss:(?<loss>NUM)")),
            new TextPattern(
                    "megatron",
                    LineForm.row(
                            "iteration +(?<step>\\d+)/ *\\d+ \\|",
                            "\\| (?:lm )?loss: (?<loss>NUM)",
                            "\\| learning rate: (?<lr>NUM)",
                            "\\| grad norm: (?<grad_norm>NUM)",
                            "\\| params norm: (?<param_norm>NUM)",
                            "\\| loss scale: (?<loss_scale>NUM)"),
                    LineForm.row("validation loss at iteration (?<step>\\d+)[^|]*\\| lm loss value: (?<val_loss>NUM)")),
            new TextPattern(
                    "deepspeed",
                    LineForm.forNextRow("step=\\d+, skipped=\\d+, lr=\\[(?<lr>NUM)"),
                    LineForm.row("steps: (?<step>\\d+) loss: (?<loss>NUM)")),
            new TextPattern(
                    "fairseq",
                    LineForm.row(
                            "\\| train_inner \\| (?:\\{\"epoch\": |epoch )(?<epoch>\\d+)",
                            "[ \"]loss(?:=|\": \")(?<loss>NUM)",
                            "num_updates(?:=|\": \")(?<step>\\d+)",
                            "[ \"]lr(?:=|\": \")(?<lr>NUM)",
                            "[ \"]gnorm(?:=|\": \")(?<grad_norm>NUM)",
                            "[ \"]loss_scale(?:=|\": \")(?<loss_scale>NUM)"),
                    LineForm.row(
                            "\\| valid \\| (?:\\{\"epoch\": |epoch )(?<epoch>\\d+)",
                            "(?:\\| loss |\"valid_loss\": \")(?<val_loss>NUM)",
                            "num_updates(?: |\": \")(?<step>\\d+)")),
            new TextPattern(
                    "keras",
                    LineForm.forNextRow("^\\s*Epoch (?<epoch>\\d+)/(?<epochs_in_all>\\d+)\\s*$"),
                    LineForm.pairs(
                            "(?:^|[^\\d])(\\d+)/\\1 .* - (?:\\w*_)?loss: NUM", " - (?<name>\\w+): (?<value>NUM)")),
            new TextPattern(
                    "transformers", LineForm.pairs("\\{'(?:eval_)?loss': ", "'(?<name>\\w+)': '?(?<value>NUM)")));

    private final String name;
    private final List<LineForm> forms;

    private TextPattern(String name, LineForm... forms) {
        this.name = name;
        this.forms = List.of(forms);
    }

    /** The names of the presets. */
    public static List<String> presets() {
        return PRESETS.stream().map(preset -> preset.name).toList();
    }

    /**
     * A preset, or a regular expression with named groups such as {@code it (?<step>\d+) loss (?<loss>\S+)}.
     *
     * @throws IllegalArgumentException when it is neither, with the nearest preset or the place in the expression
     */
    public static TextPattern parse(String text) {
        Optional<TextPattern> preset = PRESETS.stream()
                .filter(known -> known.name.equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
        return preset.orElseGet(() -> expression(text));
    }

    private static TextPattern expression(String text) {
        try {
            LineForm form = LineForm.row(text);
            if (form.namesAny()) {
                return new TextPattern("own", form);
            }
        } catch (PatternSyntaxException e) {
            String says = e.getMessage().lines().findFirst().orElse("");
            throw new IllegalArgumentException("'" + text + "' is no regular expression: " + says, e);
        }
        String nearest = NearestName.of(text, presets());
        throw new IllegalArgumentException("'" + text
                + "' is no preset and no regular expression with named groups, such"
                + " as step (?<step>\\d+) loss (?<loss>NUM); "
                + (nearest == null ? "the presets are " + String.join(", ", presets()) : "the nearest is " + nearest));
    }

    /** Whether it says which part of a line is its time. */
    boolean namesTime() {
        return forms.stream().anyMatch(form -> form.names(LogSignal.TIME.id()));
    }

    /** What the line is read as: the first form that it is of. */
    Optional<LineForm> form(String line) {
        return forms.stream().filter(form -> form.read(line).isPresent()).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
