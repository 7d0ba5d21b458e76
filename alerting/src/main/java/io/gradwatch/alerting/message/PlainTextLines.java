package io.gradwatch.alerting.message;

import java.util.List;

/** A message as lines of plain text; what is empty has no line. */
public final class PlainTextLines {

    private final StringBuilder text = new StringBuilder();

    /** Adds a line. */
    public PlainTextLines line(String before, String line) {
        if (!line.isEmpty()) {
            text.append(before).append(line).append('\n');
        }
        return this;
    }

    /** Adds a heading and the lines below it, with numbers. */
    public PlainTextLines numbered(String indent, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            line(indent, heading + ":");
            for (int i = 0; i < lines.size(); i++) {
                line(indent + "  " + (i + 1) + ". ", lines.get(i));
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
