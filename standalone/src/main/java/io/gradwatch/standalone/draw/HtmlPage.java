package io.gradwatch.standalone.draw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Style and security policy of every page. The policy keeps names in a log from loading or running anything. */
final class HtmlPage {

    private static final String STYLE = style();

    private HtmlPage() {}

    static String of(String title, Markup body) {
        return new Markup()
                .add("<!doctype html>")
                .add("<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .add(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'\">",
                        hash(STYLE))
                .add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .add("<meta name=\"color-scheme\" content=\"light dark\">")
                .add("<title>{}</title>", title)
                .add("<style>" + STYLE + "</style>")
                .add("</head><body><main>")
                .add(body)
                .add("</main></body></html>")
                .toString();
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("/draw/page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style of the pages could not be read", e);
        }
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
