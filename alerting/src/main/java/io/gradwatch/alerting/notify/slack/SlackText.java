package io.gradwatch.alerting.notify.slack;

import java.util.regex.Pattern;

/**
 * Text for Slack. {@code &}, {@code <} and {@code >} stand for themselves, so that no name can mention or link. Slack
 * has no escape for the signs of its markup: where one could begin or end bold, italic, struck or code text, a
 * quotation or an emoji, a sign that looks like it takes its place. Within a word, as in {@code val_loss}, they stay.
 */
final class SlackText {

    private static final String WORD = "[\\p{L}\\p{N}]";
    private static final Pattern EMOJI = Pattern.compile(":(?=[A-Za-z0-9_+'-]*[A-Za-z_+-][A-Za-z0-9_+'-]*:)");
    private static final Pattern BOLD = boundary("\\*");
    private static final Pattern ITALIC = boundary("_");
    private static final Pattern STRUCK = boundary("~");

    private SlackText() {}

    private static Pattern boundary(String sign) {
        return Pattern.compile("(?<!" + WORD + ")" + sign + "|" + sign + "(?!" + WORD + ")");
    }

    /** Text in which nothing is markup, shortened so that it has at most {@code maximumLength} characters with "…". */
    static String escaped(String plain, int maximumLength) {
        return plain(inert(plain), maximumLength);
    }

    private static String inert(String plain) {
        String text = plain.replace('`', 'ˋ');
        text = EMOJI.matcher(text).replaceAll("∶");
        text = BOLD.matcher(text).replaceAll("∗");
        text = ITALIC.matcher(text).replaceAll("ˍ");
        text = STRUCK.matcher(text).replaceAll("∼");
        return text.startsWith(">") ? "›" + text.substring(1) : text;
    }

    private static String entities(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** For a place that knows no markup: the text, shortened as {@link #escaped} does it. */
    static String plain(String plain, int maximumLength) {
        String all = entities(plain);
        if (all.length() <= maximumLength) {
            return all;
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < plain.length(); ) {
            int c = plain.codePointAt(at);
            String next = entities(Character.toString(c));
            if (text.length() + next.length() > maximumLength - 1) {
                break;
            }
            text.append(next);
            at += Character.charCount(c);
        }
        return text.append('…').toString();
    }
}
