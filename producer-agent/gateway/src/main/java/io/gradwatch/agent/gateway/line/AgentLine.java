package io.gradwatch.agent.gateway.line;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The lines that the agent writes to jobs, each with its end. */
public final class AgentLine {

    private AgentLine() {}

    /**
     * The answer to a hello.
     *
     * @param page address of the run's page; empty where it is not known
     */
    public static byte[] ready(int attempt, long next, Optional<String> page) {
        ObjectNode line = line("ready").put("attempt", attempt).put("next", next);
        page.ifPresent(address -> line.put("page_url", address));
        return bytes(line);
    }

    public static byte[] ack(long next) {
        return bytes(line("ack").put("next", next));
    }

    /**
     * A line that cannot be used.
     *
     * @param sequence null where it is a line without one
     */
    public static byte[] error(String message, Long sequence) {
        ObjectNode line = line("error").put("message", message);
        return bytes(sequence == null ? line : line.put("seq", sequence));
    }

    public static byte[] refused(String message) {
        return bytes(line("refused").put("message", message));
    }

    public static byte[] alert(Alert alert) {
        ObjectNode line = line("alert")
                .put("alertId", alert.getId())
                .put("detector", alert.getDetector())
                .put("alertClass", alert.getAlertClass())
                .put("severity", alert.getSeverity().name())
                .put("state", alert.getState().name())
                .put("onsetStep", alert.getOnsetStep())
                .put("raisedStep", alert.getRaisedStep())
                .put("summary", alert.getSummary());
        line.set("causes", texts(alert.getCauses()));
        line.set("remedies", texts(alert.getRemedies()));
        return bytes(line);
    }

    private static ArrayNode texts(List<Advice> advice) {
        ArrayNode texts = LineJson.MAPPER.createArrayNode();
        advice.forEach(item -> texts.add(item.getText()));
        return texts;
    }

    private static ObjectNode line(String type) {
        return LineJson.MAPPER.createObjectNode().put("type", type);
    }

    private static byte[] bytes(ObjectNode line) {
        byte[] json = LineJson.bytes(line);
        byte[] ended = Arrays.copyOf(json, json.length + 1);
        ended[json.length] = '\n';
        return ended;
    }
}
