package io.gradwatch.agent.logs.text.plain;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters that a page wrote by their names in HTML, in text that was copied from its source: {@code &lt;}. */
final class Entities {

    private static final Map<String, String> NAMED =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "#39", "'", "nbsp", " ", "#x27", "'");
    private static final Pattern ENTITY = Pattern.compile("&(" + String.join("|", NAMED.keySet()) + ");");

    private Entities() {}

    /** The text with the characters themselves. */
    static String plain(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(NAMED.get(entity.group(1))));
    }
}
