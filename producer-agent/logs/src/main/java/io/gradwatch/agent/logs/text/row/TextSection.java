package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The data that a heading says the lines below it are of, until a line counts steps or epochs again. */
public final class TextSection {

    private static final Pattern HEADING = Pattern.compile(
            "^[^\\w]*(?:cur(?:rent)? metric|(train|training|test|testing|eval|evaluation|evaluating|validation|validating|valid|val)"
                    + "(?: (?:error|metrics?|performance|results?|set|phase|summary|stats|epoch))?)[^\\w]*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE_VALUES =
            Pattern.compile("^cur(?:rent)? metrics?\\b|^saving dict\\b", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_HEADING = 100;

    private final TextNames names;
    private String split;

    public TextSection(TextNames names) {
        this.names = names;
    }

    /** Takes a line, whose values are of the data that was said where it says none itself. */
    public void take(String text, ReadLine line) {
        Matcher heading = HEADING.matcher(text.length() > LONGEST_HEADING ? "" : text);
        if (heading.find()) {
            String word = heading.group(1) == null
                    ? "val"
                    : names.split(heading.group(1)).orElse("val");
            split = word.equals("train") ? null : word;
        } else if (line.counts()) {
            split = null;
        }
        String data = BEFORE_VALUES.matcher(text).find() ? "val" : split;
        if (data == null || line.split != null || line.values.keySet().stream().anyMatch(names::namesSplit)) {
            return;
        }
        Map<String, String> values = new LinkedHashMap<>();
        line.values.forEach((name, value) -> values.put(isOfData(name) ? data + "/" + name : name, value));
        line.values.clear();
        line.values.putAll(values);
        line.split = values.isEmpty() ? null : data;
    }

    private boolean isOfData(String name) {
        TextNames.Kind kind = names.kind(name);
        return kind == TextNames.Kind.LOSS || kind == TextNames.Kind.ACCURACY || kind == TextNames.Kind.METRIC;
    }
}
