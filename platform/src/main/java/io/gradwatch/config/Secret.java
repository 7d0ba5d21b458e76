package io.gradwatch.config;

/** A value that no message, log or page may show. */
public final class Secret {

    private final String value;

    /** @param value the secret text */
    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
