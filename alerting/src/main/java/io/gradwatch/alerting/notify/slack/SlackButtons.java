package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.alerting.notify.spi.AlertActions.Person;
import io.gradwatch.alerting.notify.spi.AlertActions.SentMessage;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.AlertState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buttons below the message of an incident, and what a press of one does. Their value says which message it was:
 * receiver, number of the notification, incident, a line each; these are looked up when it comes back. Slack takes
 * 2,000 characters of a value (docs.slack.dev/reference/block-kit/block-elements/button-element).
 *
 * @param receivers names of the receivers whose buttons these are
 * @param actions what a press does
 */
record SlackButtons(Set<String> receivers, AlertActions actions) {

    private static final int VALUE_LENGTH = 2_000;
    private static final Pattern VALUE =
            Pattern.compile("(?<receiver>[^\n]+)\n(?<sequence>\\d{1,18})\n(?<incident>.+)", Pattern.DOTALL);
    private static final String ACKNOWLEDGE = "acknowledge";
    private static final String SILENCE_1H = "silence-1h";
    private static final String SILENCE_8H = "silence-8h";
    private static final String USEFUL = "useful";
    private static final String USELESS = "useless";
    private static final Set<String> ACTIONS = Set.of(ACKNOWLEDGE, SILENCE_1H, SILENCE_8H, USEFUL, USELESS);

    /** The block of buttons that make sense now; empty where there are none. */
    static Optional<ObjectNode> block(Notification notification) {
        String value = notification.receiver() + "\n" + notification.sequence() + "\n"
                + notification.group().incident();
        if (notification.group().digest() || value.length() > VALUE_LENGTH) {
            return Optional.empty();
        }
        ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", "actions");
        ArrayNode buttons = block.putArray("elements");
        if (anyUnseen(notification)) {
            button(buttons, ACKNOWLEDGE, "Acknowledge", value).put("style", "primary");
        }
        if (anyFiring(notification)) {
            button(buttons, SILENCE_1H, "Silence 1 h", value);
            button(buttons, SILENCE_8H, "Silence 8 h", value);
        }
        button(buttons, USEFUL, "Useful", value);
        button(buttons, USELESS, "Not useful", value);
        return Optional.of(block);
    }

    /**
     * Does what a button says.
     *
     * @param action of the payload: {@code action_id} and {@code value}
     * @return a sentence for the person; empty for a button that is not ours
     */
    Optional<String> press(JsonNode action, Person person) {
        String id = action.path("action_id").asText("");
        if (!ACTIONS.contains(id)) {
            return Optional.empty();
        }
        Optional<SentMessage> message = message(action.path("value").asText(""));
        return Optional.of(message.map(told -> act(id, told, person)).orElse(AlertActions.UNKNOWN));
    }

    private String act(String action, SentMessage message, Person person) {
        return switch (action) {
            case ACKNOWLEDGE -> actions.acknowledge(message, person);
            case SILENCE_1H -> actions.silence(message, Duration.ofHours(1), person);
            case SILENCE_8H -> actions.silence(message, Duration.ofHours(8), person);
            default -> actions.vote(message, action.equals(USEFUL), person);
        };
    }

    private Optional<SentMessage> message(String value) {
        Matcher parts = VALUE.matcher(value);
        return parts.matches() && receivers.contains(parts.group("receiver"))
                ? Optional.of(new SentMessage(
                        parts.group("receiver"), parts.group("incident"), Long.parseLong(parts.group("sequence"))))
                : Optional.empty();
    }

    /** True where an alert has not recovered and nobody looks after it. */
    private static boolean anyUnseen(Notification notification) {
        return changes(notification).stream()
                .map(AlertChange::alert)
                .filter(alert -> alert.getState() != AlertState.RECOVERED)
                .map(notification.presentation().statuses())
                .map(AlertStatus::acknowledgedBy)
                .anyMatch(String::isEmpty);
    }

    private static boolean anyFiring(Notification notification) {
        return changes(notification).stream().anyMatch(AlertChange::firing);
    }

    private static List<AlertChange> changes(Notification notification) {
        return notification.latestChanges().isEmpty() ? notification.group().changes() : notification.latestChanges();
    }

    private static ObjectNode button(ArrayNode buttons, String action, String label, String value) {
        ObjectNode button = buttons.addObject().put("type", "button");
        button.putObject("text").put("type", "plain_text").put("text", label).put("emoji", false);
        return button.put("action_id", action).put("value", value);
    }
}
