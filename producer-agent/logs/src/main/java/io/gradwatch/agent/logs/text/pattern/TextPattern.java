package io.gradwatch.agent.logs.text.pattern;

import io.gradwatch.config.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Form in which a program writes its progress for people. The presets are named after the programs; what they look for
 * was taken from the sources of the programs.
 */
public final class TextPattern {

    private static final String OWN = "own";

    private final String name;
    private final Optional<TextSteps.Mode> mode;
    private final List<LineForm> forms;

    private TextPattern(String name, Optional<TextSteps.Mode> mode, LineForm... forms) {
        this.name = name;
        this.mode = mode;
        this.forms = List.of(forms);
    }

    /** A preset whose rows say by themselves how they are counted. */
    static TextPattern preset(String name, LineForm... forms) {
        return new TextPattern(name, Optional.empty(), forms);
    }

    /** A preset. */
    static TextPattern preset(String name, TextSteps.Mode mode, LineForm... forms) {
        return new TextPattern(name, Optional.of(mode), forms);
    }

    /** Count of its rows; empty where a row tells it. */
    public Optional<TextSteps.Mode> mode() {
        return mode;
    }

    /** True if it is an expression of a person's own, which always wins. */
    public boolean isOwn() {
        return name.equals(OWN);
    }

    /** The names of the presets. */
    public static List<String> presets() {
        return TextPresets.ALL.stream().map(preset -> preset.name).toList();
    }

    /**
     * A preset, or a regular expression with named groups such as {@code it (?<step>\d+) loss (?<loss>\S+)}.
     *
     * @throws IllegalArgumentException when it is neither, with the nearest preset or the place in the expression
     */
    public static TextPattern parse(String text) {
        Optional<TextPattern> preset = TextPresets.ALL.stream()
                .filter(known -> known.name.equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
        return preset.orElseGet(() -> expression(text));
    }

    private static TextPattern expression(String text) {
        try {
            LineForm form = LineForm.row(text);
            if (form.namesAny()) {
                return new TextPattern(OWN, Optional.empty(), form);
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

    /** True if it says which part of a line is its time. */
    public boolean namesTime() {
        return forms.stream().anyMatch(form -> form.names("time"));
    }

    /** The first form that the line has. */
    public Optional<LineForm> form(String line) {
        return forms.stream().filter(form -> form.read(line).isPresent()).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
