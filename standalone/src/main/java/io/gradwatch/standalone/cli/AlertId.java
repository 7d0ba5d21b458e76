package io.gradwatch.standalone.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Id of an alert, given as it is, encoded, or as the address of its page. */
public final class AlertId implements ITypeConverter<String> {

    /** Describes an ALERT in the help of commands. */
    public static final String DESCRIPTION =
            "Id of the alert, or address of its page, as `gradwatch alerts` prints it.";

    private static final String PATH = "/alerts/";

    @Override
    public String convert(String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            int path = text.indexOf(PATH);
            String id = path < 0 ? "" : text.substring(path + PATH.length()).replaceAll("[?#].*", "");
            if (id.isEmpty()) {
                throw new TypeConversionException(
                        "'" + text + "' is no address of an alert, such as" + " http://127.0.0.1:8484/alerts/ALERT");
            }
            return decoded(id);
        }
        // An id has slashes. Without one it is encoded, and with one a percent sign belongs to the name of the run.
        return text.contains("/") ? text : decoded(text);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
