package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.alerting.notify.spi.AlertActions.Person;
import io.gradwatch.alerting.notify.spi.AlertStanding;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.AlertState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Buttons below the message of an incident, and what a press of one does. Their value is the incident, which is looked
 * up when it comes back. Slack takes 2,000 characters of a value
 * (docs.slack.dev/reference/block-kit/block-elements/button-element).
 */
final class SlackButtons {

    private static final int VALUE_LENGTH = 2_000;
    private static final String ACKNOWLEDGE = "acknowledge";
    private static final String SILENCE_1H = "silence-1h";
    private static final String SILENCE_8H = "silence-8h";
    private static final String USEFUL = "useful";
    private static final String USELESS = "useless";

    private SlackButtons() {}

    /** The block of buttons that make sense now; empty where there are none. */
    static Optional<ObjectNode> block(Notification notification) {
        String incident = notification.group().incident();
        if (notification.group().digest() || incident.length() > VALUE_LENGTH) {
            return Optional.empty();
        }
        ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", "actions");
        ArrayNode buttons = block.putArray("elements");
        if (anyUnseen(notification)) {
            button(buttons, ACKNOWLEDGE, "Acknowledge", incident).put("style", "primary");
        }
        if (anyFiring(notification)) {
            button(buttons, SILENCE_1H, "Silence 1 h", incident);
            button(buttons, SILENCE_8H, "Silence 8 h", incident);
        }
        button(buttons, USEFUL, "Useful", incident);
        button(buttons, USELESS, "Not useful", incident);
        return Optional.of(block);
    }

    /**
     * Does what a button says.
     *
     * @param action of the payload: {@code action_id} and {@code value}
     * @return a sentence for the person; empty for a button that is not ours
     */
    static Optional<String> press(JsonNode action, String receiver, Person person, AlertActions actions) {
        String incident = action.path("value").asText("");
        return switch (action.path("action_id").asText("")) {
            case ACKNOWLEDGE -> Optional.of(actions.acknowledge(receiver, incident, person));
            case SILENCE_1H -> Optional.of(actions.silence(receiver, incident, Duration.ofHours(1), person));
            case SILENCE_8H -> Optional.of(actions.silence(receiver, incident, Duration.ofHours(8), person));
            case USEFUL -> Optional.of(actions.vote(receiver, incident, true, person));
            case USELESS -> Optional.of(actions.vote(receiver, incident, false, person));
            default -> Optional.empty();
        };
    }

    /** True where an alert has not recovered and nobody looks after it. */
    private static boolean anyUnseen(Notification notification) {
        return changes(notification).stream()
                .map(AlertChange::alert)
                .filter(alert -> alert.getState() != AlertState.RECOVERED)
                .map(notification.presentation().standings())
                .map(AlertStanding::acknowledgedBy)
                .anyMatch(String::isEmpty);
    }

    private static boolean anyFiring(Notification notification) {
        return changes(notification).stream().anyMatch(AlertChange::firing);
    }

    private static List<AlertChange> changes(Notification notification) {
        return notification.latestChanges().isEmpty() ? notification.group().changes() : notification.latestChanges();
    }

    private static ObjectNode button(ArrayNode buttons, String action, String label, String incident) {
        ObjectNode button = buttons.addObject().put("type", "button");
        button.putObject("text").put("type", "plain_text").put("text", label).put("emoji", false);
        return button.put("action_id", action).put("value", incident);
    }
}
