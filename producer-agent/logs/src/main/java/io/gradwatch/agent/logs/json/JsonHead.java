package io.gradwatch.agent.logs.json;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.text.plain.MessageText;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.Understood;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Form of the JSON that a file begins with: rows in its lines, rows or columns in a whole, text in its strings. */
public final class JsonHead {

    /** Own choice: a program says a lot before its first row. */
    private static final int LOOKED_AT = 40;

    private static final Pattern NUMBERS =
            Pattern.compile("\":\\s{0,9}\\[\\s{0,9}(?:[-\\dN\"]|\\{\\s{0,9}\"|null)[^\\]]{0,60}[,\\]]");
    /** Python's form of a dictionary of lists, such as Keras' {@code history.history}. */
    private static final Pattern PYTHON =
            Pattern.compile("\\{\\s{0,9}'[^']{1,100}'\\s{0,9}:\\s{0,9}\\[\\s{0,9}[-\\dnNa-z]");

    private static final Pattern BY_EPOCH = Pattern.compile("\\{\\s{0,9}\"\\d{1,9}\"\\s{0,9}:\\s{0,9}\\{");
    private static final Pattern NOTEBOOK = Pattern.compile("\"(?:cell_type|nbformat|cells)\"\\s{0,9}:");
    /** A list of objects, perhaps behind its name and a few texts: the first object of it. */
    private static final Pattern FIRST = Pattern.compile(
            "^\\s*(?:\\{(?:\\s*\"\\w{1,40}\"\\s*:\\s*\"[^\"]{0,400}\"\\s*,){0,5}\\s*\"\\w{1,40}\"\\s*:\\s*)?\\[\\s*(\\{[^{}\\[\\]]*\\})?");

    private static final Pattern MESSAGE = Pattern.compile("\"(?:" + TextInJson.MESSAGES + ")\"\\s*:\\s*\"[^\"]*\\d");

    private JsonHead() {}

    /** True if it can be nothing but Hugging Face's {@code trainer_state.json}. */
    public static boolean isTrainerState(LogHead head) {
        return head.fileName().endsWith("trainer_state.json") || head.text().contains("\"log_history\"");
    }

    /** True for a {@code trainer_state.json} and any other JSON that keeps no text; the other forms go before. */
    public static boolean mayBeTrainerState(LogHead head) {
        return isTrainerState(head) || head.fileName().endsWith(".json") && !keepsMessages(head);
    }

    /** True if each line is an object with values. */
    public static boolean isLines(LogHead head) {
        String first = head.firstLine().strip();
        if (keepsMessages(head)) {
            return false;
        }
        return head.fileName().endsWith(".jsonl")
                || head.fileName().endsWith(".ndjson")
                || (!isTrainerState(head) && (isObject(first) || hasObject(first)));
    }

    /** True if a line is one: what Python prints of a dictionary is none. */
    private static boolean isObject(String line) {
        return line.startsWith("{") && line.endsWith("}") && !cells(line).isEmpty();
    }

    /** True if a line has an object behind what a logger puts before it, with a value that is known. */
    private static boolean hasObject(String line) {
        return JsonCells.inLine(line).stream()
                .flatMap(cells -> cells.keySet().stream())
                .anyMatch(name -> LogSignal.spelled(name).isPresent());
    }

    /** True if the file is a whole of lists, and no lines of JSON: its first line is no whole object. */
    public static boolean isWhole(LogHead head) {
        String text = head.text().stripLeading();
        if (isTrainerState(head) || keepsMessages(head)) {
            return false;
        }
        if (isPython(head)) {
            return true;
        }
        boolean json = head.fileName().endsWith(".json");
        if (text.startsWith("[")) {
            return json || text.replaceAll("\\s", "").startsWith("[{");
        }
        String first = text.lines().findFirst().orElse("").strip();
        boolean opens = first.equals("{") || (json && first.startsWith("{") && !first.endsWith("}"));
        return text.startsWith("{") && (opens || hasOneLineOfLists(head, first));
    }

    /** True if Python printed it, in one line or set out in several. */
    static boolean isPython(LogHead head) {
        String text = head.text().strip();
        return PYTHON.matcher(text).lookingAt()
                && text.lines().skip(1).allMatch(line -> line.isEmpty() || line.startsWith(" "));
    }

    /** An object in one line is a row of JSON Lines, unless its values are lists, or rows by their epochs. */
    private static boolean hasOneLineOfLists(LogHead head, String first) {
        boolean onlyLine = head.text().strip().lines().count() == 1;
        return onlyLine
                && (NUMBERS.matcher(first).find() || BY_EPOCH.matcher(first).lookingAt());
    }

    /** True for a notebook, and for a list of objects that have a text with numbers each, and no known values. */
    public static boolean isText(LogHead head) {
        String text = head.text().stripLeading();
        boolean notebook =
                head.fileName().endsWith(".ipynb") || NOTEBOOK.matcher(text).find() && text.contains("\"nbformat\"");
        if (text.startsWith("{") && notebook) {
            return true;
        }
        Matcher list = FIRST.matcher(text);
        return list.find()
                && list.group(1) != null
                && MESSAGE.matcher(list.group(1)).find()
                && !hasKnown(list.group(1));
    }

    /**
     * True if the objects of its lines keep what a program printed, a line of text in each, as Docker, loggers and
     * clouds do, and have no values of their own.
     */
    private static boolean keepsMessages(LogHead head) {
        List<String> lines =
                head.text().lines().map(String::strip).limit(LOOKED_AT).toList();
        return lines.stream().anyMatch(MessageText::isIn) && lines.stream().noneMatch(JsonHead::hasKnown);
    }

    private static boolean hasKnown(String line) {
        return cells(line).keySet().stream().anyMatch(JsonHead::isKnown);
    }

    private static Map<String, String> cells(String line) {
        int start = line.indexOf('{');
        int end = line.lastIndexOf('}');
        try {
            return start >= 0 && start < end ? JsonCells.of(line.substring(start, end + 1)) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static boolean isKnown(String name) {
        Understood understood = NameCatalogue.shared().of(name);
        return understood.kind() != LossKind.NONE
                || LogSignal.of(understood)
                        .filter(signal -> signal != LogSignal.TIME)
                        .isPresent();
    }
}
