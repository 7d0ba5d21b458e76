package io.gradwatch.alerting.notify.http;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Body of a request.
 *
 * @param type its content type
 * @param bytes the body; empty for none
 */
public record HttpContent(String type, byte[] bytes) {

    private static final String LINE_END = "\r\n";

    /** JSON in UTF-8; an empty text is no body. */
    public static HttpContent json(String json) {
        return new HttpContent("application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    /** A form without files (WHATWG URL, section 5.1). */
    public static HttpContent urlEncoded(Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new HttpContent("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A form with files (RFC 7578). */
    public static HttpContent form(List<Part> parts) {
        // A part that has the boundary in it cannot be made on purpose: it is another one for each request.
        String boundary = "gradwatch-" + UUID.randomUUID();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Part part : parts) {
            bytes.writeBytes(text("--" + boundary + LINE_END + part.head() + LINE_END + LINE_END));
            bytes.writeBytes(part.bytes());
            bytes.writeBytes(text(LINE_END));
        }
        bytes.writeBytes(text("--" + boundary + "--" + LINE_END));
        return new HttpContent("multipart/form-data; boundary=" + boundary, bytes.toByteArray());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Part of a form. Names come from the product, never from a job.
     *
     * @param name name of the field
     * @param file name of the file; empty where it is none
     * @param type its content type
     * @param bytes its content
     */
    public record Part(String name, String file, String type, byte[] bytes) {

        /** A field with a text. */
        public static Part text(String name, String value) {
            return new Part(name, "", "text/plain; charset=utf-8", HttpContent.text(value));
        }

        /** A field with JSON. */
        public static Part json(String name, String json) {
            return new Part(name, "", "application/json", HttpContent.text(json));
        }

        /** A picture as a file. */
        public static Part png(String name, String file, byte[] png) {
            return new Part(name, file, "image/png", png);
        }

        private String head() {
            return "Content-Disposition: form-data; name=\"" + name + "\""
                    + (file.isEmpty() ? "" : "; filename=\"" + file + "\"")
                    + LINE_END + "Content-Type: " + type;
        }
    }
}
