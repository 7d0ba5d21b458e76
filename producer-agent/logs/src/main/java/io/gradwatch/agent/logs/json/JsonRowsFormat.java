package io.gradwatch.agent.logs.json;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * JSON files that are written as a whole: a list of rows, an object of lists such as Keras' {@code history.json}, an
 * object of rows by their epochs.
 */
public final class JsonRowsFormat implements LogFormat {

    private static final Pattern NUMBERS =
            Pattern.compile("\":\\s{0,9}\\[\\s{0,9}(?:[-\\dN\"]|\\{\\s{0,9}\"|null)[^\\]]{0,60}[,\\]]");
    /** Python's form of a dictionary of lists, such as Keras' {@code history.history}. */
    private static final Pattern PYTHON =
            Pattern.compile("\\{\\s{0,9}'[^']{1,100}'\\s{0,9}:\\s{0,9}\\[\\s{0,9}[-\\dnNa-z]");

    private static final Pattern BY_EPOCH = Pattern.compile("\\{\\s{0,9}\"\\d{1,9}\"\\s{0,9}:\\s{0,9}\\{");

    @Override
    public String name() {
        return "JSON with lists";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        return isWhole(head);
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new JsonRowsRunLog(file, runId, mapped);
    }

    /** True if it is such a file and no JSON Lines: its first line is no whole object. */
    static boolean isWhole(LogHead head) {
        String text = head.text().stripLeading();
        if (TrainerStateFormat.isTrainerState(head) || JsonLinesFormat.keepsMessages(head)) {
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
}
