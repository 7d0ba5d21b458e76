package io.gradwatch.alerting.notify.http;

/** Links to the page in messages. */
public final class PageLinks {

    /** Most characters of a link: what every channel takes. Discord and Opsgenie are the strictest. */
    private static final int LENGTH = 1_000;

    private PageLinks() {}

    /** The link, or nothing where it is longer than channels take: ids of runs come from jobs. */
    public static String shown(String link) {
        return link.length() > LENGTH ? "" : link;
    }
}
