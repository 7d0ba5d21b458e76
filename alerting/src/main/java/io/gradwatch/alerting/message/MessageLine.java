package io.gradwatch.alerting.message;

/**
 * One line of a message about one alert or one run.
 *
 * @param subject name of the run or kind of fault that the line begins with, which links where there is an address
 * @param text what follows
 * @param link address for the subject; empty where there is none
 */
public record MessageLine(String subject, String text, String link) {

    /** The line without its link. */
    public String plain() {
        return subject + ": " + text;
    }
}
