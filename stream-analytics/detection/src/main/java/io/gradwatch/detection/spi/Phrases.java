package io.gradwatch.detection.spi;

import java.util.Locale;

/** Names within sentences. */
public final class Phrases {

    private Phrases() {}

    /**
     * A thing with its name, such as "layer conv1"; the name alone where it says the kind already, such as "layer1.0"
     * or "input".
     */
    public static String named(String kind, String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.isEmpty() ? kind : lower.startsWith(kind) ? name.strip() : kind + " " + name.strip();
    }

    /** The same at the beginning of a sentence. */
    public static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
