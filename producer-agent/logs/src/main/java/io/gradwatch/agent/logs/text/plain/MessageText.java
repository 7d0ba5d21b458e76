package io.gradwatch.agent.logs.text.plain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that a program printed, out of the JSON object in which a logger, Docker or a cloud keeps each line:
 * {@code {"log": "step 10 loss 2.5\\n", "stream": "stdout"}}.
 */
public final class MessageText {

    private static final Pattern MESSAGE = Pattern.compile(
            "\"(?:log|message|msg|event|text|textPayload|MESSAGE|body)\"\\s{0,4}:\\s{0,4}\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern COLOUR = Pattern.compile("\\\\u001[bB]\\[[\\d;]{0,20}m");
    private static final Pattern NUMBER = Pattern.compile("[\\d.]\\d|\\d|(?i:\\bnan\\b)");

    private MessageText() {}

    /** The text of a line that is an object, or an element of a list of them; other lines as they are. */
    static String of(String line) {
        if (!isObject(line)) {
            return line;
        }
        Matcher message = MESSAGE.matcher(line);
        return message.find() && NUMBER.matcher(message.group(1)).find() ? plain(message.group(1)) : line;
    }

    /** True if the line is an object with a text of a program that has numbers. */
    public static boolean isIn(String line) {
        return isObject(line) && !of(line).equals(line);
    }

    private static boolean isObject(String line) {
        return line.startsWith("{\"") || line.startsWith("[{\"") || line.startsWith(",{\"");
    }

    private static String plain(String message) {
        String text =
                message.indexOf('\\') < 0 ? message : COLOUR.matcher(message).replaceAll("");
        return text.replace("\\n", " ")
                .replace("\\r", " ")
                .replace("\\t", " ")
                .replace("\\\"", "\"")
                .strip();
    }
}
