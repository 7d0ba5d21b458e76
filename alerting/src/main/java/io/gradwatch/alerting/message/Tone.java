package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;

/** Mood of a message, which channels show as a colour: only what recovered may be green. In order of urgency. */
public enum Tone {
    /** A critical fault fires, or the run ended with it. */
    CRITICAL("🔴", "#b00020", 31),
    /** A warning fires, or the run ended with it. */
    WARNING("🟠", "#b25000", 33),
    /** Something to know. */
    INFO("🔵", "#0550ae", 36),
    /** A fault that people were told of is gone. */
    RECOVERED("🟢", "#1a7f37", 32),
    /** A fault was gone before anybody was told. */
    PAST("⚪", "#57606a", 90);

    private final String icon;
    private final String colour;
    private final int ansi;

    Tone(String icon, String colour, int ansi) {
        this.icon = icon;
        this.colour = colour;
        this.ansi = ansi;
    }

    /** A disc in the colour, for text. */
    public String icon() {
        return icon;
    }

    /** The code of the colour for terminals. */
    public int ansi() {
        return ansi;
    }

    /** The colour for HTML, to be read on white. */
    public String colour() {
        return colour;
    }

    static Tone of(AlertChange change) {
        return switch (change.kind()) {
            case RECOVERED -> RECOVERED;
            case FIRED_AND_RECOVERED -> PAST;
            default -> valueOf(change.severity().name());
        };
    }
}
