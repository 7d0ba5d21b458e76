package io.gradwatch.agent.logs.text.pattern;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of line in a log for people, as regular expressions with named groups. In the expressions a name may have
 * underscores, and may be written as Python does ({@code (?P<val_loss>...)}); {@code NUM} stands for a number.
 */
public final class LineForm {

    /** As programs print them; what is none after all is left out later. */
    private static final String NUMBER = "[-+]?(?:\\d[\\d.]*(?:[eE][-+]?\\d+)?|\\.\\d+|[nN]a[nN]|[iI]nf(?:inity)?)";

    private static final Pattern GROUP = Pattern.compile("\\(\\?P?<([A-Za-z]\\w*)>");
    private static final String PAIR_NAME = "name";
    private static final String PAIR_VALUE = "value";
    private static final String PAIR_DATA = "data";

    /** An expression, and for each of its groups the name that it was given. */
    private record Named(Pattern pattern, Map<String, String> names) {

        static Named compile(String text) {
            Map<String, String> names = new LinkedHashMap<>();
            Matcher group = GROUP.matcher(text);
            StringBuilder java = new StringBuilder();
            while (group.find()) {
                String plain = "g" + names.size() + group.group(1).replace("_", "");
                names.put(plain, group.group(1));
                group.appendReplacement(java, "(?<" + plain + ">");
            }
            group.appendTail(java);
            return new Named(Pattern.compile(java.toString().replace("NUM", NUMBER)), names);
        }

        public boolean read(String line, Map<String, String> cells) {
            Matcher matcher = pattern.matcher(line);
            if (!matcher.find()) {
                return false;
            }
            names.forEach((group, name) -> {
                if (matcher.group(group) != null) {
                    cells.putIfAbsent(name, matcher.group(group));
                }
            });
            return true;
        }
    }

    private final Named head;
    private final boolean forNextRow;
    private final Named[] more;
    private final Pattern pairs;
    private final boolean saysData;

    private LineForm(boolean forNextRow, String head, String pairs, String... more) {
        this.head = Named.compile(head);
        this.forNextRow = forNextRow;
        this.pairs = pairs == null ? null : Pattern.compile(pairs.replace("NUM", NUMBER));
        this.saysData = pairs != null && pairs.contains("(?<" + PAIR_DATA + ">");
        this.more = new Named[more.length];
        for (int i = 0; i < more.length; i++) {
            this.more[i] = Named.compile(more[i]);
        }
    }

    /**
     * Lines that are a row.
     *
     * @param head must be found in the line
     * @param more may be found in it, anywhere
     * @throws java.util.regex.PatternSyntaxException when one is no regular expression
     */
    static LineForm row(String head, String... more) {
        return new LineForm(false, head, null, more);
    }

    /**
     * Lines that are a row of pairs: the groups {@code name} and {@code value} are found again and again, and perhaps
     * {@code data} for the data that they are of.
     */
    static LineForm pairs(String head, String pairs) {
        return new LineForm(false, head, pairs);
    }

    /** Lines whose values belong to the row that follows. */
    static LineForm forNextRow(String head) {
        return new LineForm(true, head, null);
    }

    public boolean isForNextRow() {
        return forNextRow;
    }

    /** True if the head names this value. */
    boolean names(String value) {
        return head.names.containsValue(value);
    }

    /** True if the head names any value. */
    boolean namesAny() {
        return !head.names.isEmpty();
    }

    /** Values of a line by name; empty where it is not of this form. */
    public Optional<Map<String, String>> read(String line) {
        Map<String, String> cells = new HashMap<>();
        if (!head.read(line, cells)) {
            return Optional.empty();
        }
        for (Named named : more) {
            named.read(line, cells);
        }
        if (pairs != null) {
            Matcher pair = pairs.matcher(line);
            while (pair.find()) {
                cells.putIfAbsent(data(pair) + pair.group(PAIR_NAME), pair.group(PAIR_VALUE));
            }
        }
        return Optional.of(cells);
    }

    /** The data that a pair is of, as its name begins with it: boosting names the sets that it watches. */
    private String data(Matcher pair) {
        if (!saysData) {
            return "";
        }
        String data = pair.group(PAIR_DATA);
        return data.contains("train") || data.equals("validation_0") ? "train_" : "val_";
    }
}
