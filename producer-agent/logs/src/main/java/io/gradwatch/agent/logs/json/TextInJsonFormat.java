package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JacksonException;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.PrintedLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.text.TextRunLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON files whose strings are what a program printed: Jupyter notebooks, with the outputs of their cells, and lists of
 * messages as clouds export them. They are written as a whole.
 */
public final class TextInJsonFormat implements LogFormat {

    private static final Pattern NOTEBOOK = Pattern.compile("\"(?:cell_type|nbformat|cells)\"\\s{0,9}:");
    /** A list of objects, perhaps behind its name and a few texts: the first object of it. */
    private static final Pattern FIRST = Pattern.compile(
            "^\\s*(?:\\{(?:\\s*\"\\w{1,40}\"\\s*:\\s*\"[^\"]{0,400}\"\\s*,){0,5}\\s*\"\\w{1,40}\"\\s*:\\s*)?\\[\\s*(\\{[^{}\\[\\]]*\\})?");

    private static final Pattern MESSAGE = Pattern.compile("\"(?:" + TextInJson.MESSAGES + ")\"\\s*:\\s*\"[^\"]*\\d");

    @Override
    public String name() {
        return "a notebook or exported messages in JSON";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        String text = head.text().stripLeading();
        boolean notebook =
                head.fileName().endsWith(".ipynb") || NOTEBOOK.matcher(text).find() && text.contains("\"nbformat\"");
        return text.startsWith("{") && notebook || keepsMessages(text);
    }

    /** True if the objects of its list have a text with numbers each, and no values that are known. */
    private static boolean keepsMessages(String text) {
        Matcher list = FIRST.matcher(text);
        if (!list.find()
                || list.group(1) == null
                || !MESSAGE.matcher(list.group(1)).find()) {
            return false;
        }
        return JsonLinesFormat.cells(list.group(1)).keySet().stream().noneMatch(JsonLinesFormat::isKnown);
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        try {
            byte[] text = TextInJson.of(file).getBytes(StandardCharsets.UTF_8);
            return new TextRunLog(
                    PrintedLines.of(new ByteArrayInputStream(text), file.toString()), runId, mapped, null);
        } catch (JacksonException e) {
            String says = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new UnreadableLogException(file, 0, "is not whole JSON: " + Shown.text(says), e);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e.getMessage(), e);
        }
    }
}
