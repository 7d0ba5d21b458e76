package io.gradwatch.alerting.notify.slack;

/** Text for Slack: {@code &}, {@code <} and {@code >} stand for themselves, so that no name can mention or link. */
final class SlackText {

    private SlackText() {}

    static String escaped(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Escaped, and shortened so that the result has at most {@code maximumLength} characters, "…" included. */
    static String escaped(String plain, int maximumLength) {
        String all = escaped(plain);
        if (all.length() <= maximumLength) {
            return all;
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < plain.length(); ) {
            int c = plain.codePointAt(at);
            String next = escaped(Character.toString(c));
            if (text.length() + next.length() > maximumLength - 1) {
                break;
            }
            text.append(next);
            at += Character.charCount(c);
        }
        return text.append('…').toString();
    }
}
