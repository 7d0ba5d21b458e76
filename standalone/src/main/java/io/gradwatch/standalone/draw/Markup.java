package io.gradwatch.standalone.draw;

import java.util.Locale;

/** Writes HTML and SVG. All texts from outside are escaped here. */
final class Markup {

    private final StringBuilder text = new StringBuilder();

    /** Adds markup of our own; each {} takes the next part: a number as it is drawn, anything else escaped. */
    Markup add(String markup, Object... parts) {
        int part = 0;
        int from = 0;
        for (int at = markup.indexOf("{}"); at >= 0; at = markup.indexOf("{}", from)) {
            text.append(markup, from, at).append(shown(parts[part++]));
            from = at + 2;
        }
        text.append(markup, from, markup.length()).append('\n');
        return this;
    }

    /** Adds a line of an SVG. */
    Markup line(String style, double fromX, double toX, double fromY, double toY) {
        return add("<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>", style, fromX, toX, fromY, toY);
    }

    /** Adds a rectangle of an SVG. */
    Markup rectangle(String style, double x, double y, double width, double height) {
        return add("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", style, x, y, width, height);
    }

    /** Adds words to an SVG. */
    Markup words(String style, double x, double y, String words) {
        return add("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", style, x, y, words);
    }

    /** Adds markup that was written before. */
    Markup add(Markup other) {
        text.append(other.text);
        return this;
    }

    /** Text as it may stand between tags and in quoted attributes; what a page does not show is left out. */
    static String escape(String foreign) {
        StringBuilder escaped = new StringBuilder();
        foreign.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isUnseen(point) ? '\uFFFD' : point);
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Control characters, and those that turn the direction of what follows. */
    private static boolean isUnseen(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    private static String shown(Object part) {
        return part instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : escape(part.toString());
    }
}
