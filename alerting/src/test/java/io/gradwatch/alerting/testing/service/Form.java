package io.gradwatch.alerting.testing.service;

import io.gradwatch.alerting.testing.LoopbackHttp;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form with files as a server reads it (RFC 7578). */
public final class Form {

    private static final Pattern NAME = Pattern.compile("Content-Disposition: form-data; name=\"([^\"]*)\"");

    private Form() {}

    /** Parts by name, each byte a character; empty where the request is no form. */
    public static Map<String, String> parts(LoopbackHttp.Request request) {
        Map<String, String> parts = new LinkedHashMap<>();
        String type = request.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("multipart/form-data; boundary=")) {
            return parts;
        }
        String boundary = "--" + type.substring(type.indexOf('=') + 1);
        String all = new String(request.bytes(), StandardCharsets.ISO_8859_1);
        String[] pieces = all.split(Pattern.quote(boundary), -1);
        if (!pieces[0].isEmpty() || !pieces[pieces.length - 1].equals("--\r\n")) {
            throw new IllegalArgumentException("a form that does not begin or end as one");
        }
        for (int i = 1; i < pieces.length - 1; i++) {
            int head = pieces[i].indexOf("\r\n\r\n");
            Matcher name = NAME.matcher(pieces[i].substring(0, head));
            if (!name.find()) {
                throw new IllegalArgumentException("a part without a name");
            }
            parts.put(name.group(1), pieces[i].substring(head + 4, pieces[i].length() - 2));
        }
        return parts;
    }

    /** A part as text. */
    public static String text(Map<String, String> parts, String name) {
        return new String(parts.getOrDefault(name, "").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
