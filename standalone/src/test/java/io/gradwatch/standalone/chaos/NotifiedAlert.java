package io.gradwatch.standalone.chaos;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Entry of a message about an alert.
 *
 * @param alert id of the alert
 * @param change which of its changes
 * @param noted true where the message is marked as a possible repeat
 */
record NotifiedAlert(String alert, Change change, boolean noted) {

    /** Change that an entry reports. */
    enum Change {
        FIRED,
        WORSE,
        OVER,
        FIRED_AND_OVER
    }

    private static final String LINK = Pattern.quote(Inbox.PUBLIC_URL + "alerts/") + "([^|>\\s]+)";

    /** An entry has its label in stars before the link, a line has none. */
    private static final Pattern IN_SLACK = Pattern.compile("(?:\\*([^*]+)\\* )?<" + LINK);

    private static final Pattern IN_MAIL = Pattern.compile(LINK);
    private static final String REPEAT = "This may be a repeat";

    /** Reads a message to Slack. */
    static List<NotifiedAlert> inSlack(String text) {
        return IN_SLACK.matcher(text)
                .results()
                .map(match -> new NotifiedAlert(id(match.group(2)), change(match.group(1)), text.contains(REPEAT)))
                .toList();
    }

    /** Reads the plain text of a mail: an entry is a block of lines that begins with its label. */
    static List<NotifiedAlert> inMail(String text) {
        List<NotifiedAlert> all = new ArrayList<>();
        for (String block : text.replace("\r\n", "\n").split("\n\\s*\n")) {
            boolean past = block.contains("was seen") && block.contains("has recovered");
            for (MatchResult match : IN_MAIL.matcher(block).results().toList()) {
                all.add(new NotifiedAlert(
                        id(match.group(1)), change(past ? null : block.strip()), text.contains(REPEAT)));
            }
        }
        return all;
    }

    private static Change change(String label) {
        if (label == null) {
            return Change.FIRED_AND_OVER;
        }
        if (label.startsWith("recovered") || label.startsWith("unrecovered")) {
            return Change.OVER;
        }
        if (label.startsWith("now ") || label.startsWith("still ")) {
            return Change.WORSE;
        }
        return label.matches("(?s)[A-Z]+, unrecovered.*") ? Change.FIRED_AND_OVER : Change.FIRED;
    }

    private static String id(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
