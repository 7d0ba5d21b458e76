package io.gradwatch.agent.logs.names;

/** Text out of a log, made fit for a message: short, and without what a terminal would obey. */
public final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    public static String text(String found) {
        String start = found.length() <= LONGEST ? found : found.substring(0, LONGEST - 3) + "...";
        return start.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\uFFFD");
    }
}
