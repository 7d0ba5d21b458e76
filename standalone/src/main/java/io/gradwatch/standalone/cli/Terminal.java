package io.gradwatch.standalone.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * Writes for people: coloured where the output is a terminal and {@code NO_COLOR} is not set, and without control
 * characters in what comes from outside.
 */
public final class Terminal {

    private final boolean coloured;

    /** @param coloured true for ANSI colours */
    public Terminal(boolean coloured) {
        this.coloured = coloured;
    }

    /** For standard output as it is. */
    public static Terminal ofProcess() {
        return new Terminal(Ansi.AUTO.enabled());
    }

    /** True where colours are used. */
    public boolean isColoured() {
        return coloured;
    }

    /** Text that a job or a file brought, with nothing in it that a terminal would obey. */
    public static String plain(String foreign) {
        return foreign.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }

    /** Stands out. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** Less important. */
    public String faint(String text) {
        return paint("2", text);
    }

    /** Bad. */
    public String red(String text) {
        return paint("31", text);
    }

    /** Not good. */
    public String yellow(String text) {
        return paint("33", text);
    }

    /** Good. */
    public String green(String text) {
        return paint("32", text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
