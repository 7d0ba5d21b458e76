package io.gradwatch.agent.gateway.line;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Reads the lines of jobs. Never throws anything but a {@link BadLineException}. */
public final class LineDecoder {

    private static final Map<String, String> EVENTS = events();

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final RecordDecoder records = new RecordDecoder();

    public LineDecoder() {
        Schema telemetry = Topics.TELEMETRY.codec().schema();
        List<Schema> events = telemetry.getField("event").schema().getTypes();
        EVENTS.forEach((key, name) -> schemas.put(
                key,
                events.stream()
                        .filter(event -> event.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException(Telemetry.class.getSimpleName() + " has no event " + name))));
    }

    private static Map<String, String> events() {
        Map<String, String> events = new LinkedHashMap<>();
        events.put("started", "RunStarted");
        events.put("step", "Step");
        events.put("evaluation", "Evaluation");
        events.put("heartbeat", "Heartbeat");
        events.put("notice", "Notice");
        events.put("checkpoint", "CheckpointSaved");
        events.put("ended", "RunEnded");
        return events;
    }

    /**
     * Decodes a line.
     *
     * @param line UTF-8, without its end; is read to its end
     * @throws BadLineException when it cannot be used
     */
    public JobLine decode(ByteBuffer line) throws BadLineException {
        JsonNode json = parse(line);
        if (!json.isObject()) {
            throw new BadLineException("the line was " + JsonValues.shown(json) + " but must be a JSON object", null);
        }
        Long sequence = JsonValues.sequence(json.get("seq"));
        try {
            String type = JsonValues.text(json.get("type"), "type");
            return switch (type) {
                case "hello" -> hello(json);
                case "record" -> event(json);
                default -> throw JsonValues.bad("type", json.get("type"), "\"hello\" or \"record\"");
            };
        } catch (IllegalArgumentException e) {
            throw new BadLineException(e.getMessage(), sequence);
        }
    }

    private JsonNode parse(ByteBuffer line) throws BadLineException {
        byte[] bytes = line.array();
        int start = line.arrayOffset() + line.position();
        int length = line.remaining();
        line.position(line.limit());
        try {
            return LineJson.MAPPER.readTree(bytes, start, length);
        } catch (JsonProcessingException e) {
            throw new BadLineException("the line is no JSON: " + e.getOriginalMessage(), null);
        } catch (IOException e) {
            throw new BadLineException("the line is no JSON in UTF-8: " + e.getMessage(), null);
        }
    }

    private static JobLine.Hello hello(JsonNode json) {
        JsonNode pid = json.get("pid");
        JsonNode attempt = json.get("attempt");
        return new JobLine.Hello(
                (int) JsonValues.whole(json.get("protocol"), "protocol", 0, Integer.MAX_VALUE),
                JsonValues.textOr(json.get("token"), "token", ""),
                JsonValues.whole(json.get("session"), "session", 0, Long.MAX_VALUE),
                JsonValues.isAbsent(pid) ? 0 : JsonValues.whole(pid, "pid", 0, Long.MAX_VALUE),
                JsonValues.textOr(json.get("client"), "client", ""),
                JsonValues.text(json.get("runId"), "runId"),
                JsonValues.isAbsent(attempt)
                        ? null
                        : (Integer) (int) JsonValues.whole(attempt, "attempt", 0, Integer.MAX_VALUE - 1),
                JsonValues.isAbsent(json.get("rank"))
                        ? 0
                        : (int) JsonValues.whole(json.get("rank"), "rank", 0, Integer.MAX_VALUE),
                !JsonValues.isAbsent(json.get("alerts")) && JsonValues.flag(json.get("alerts"), "alerts"));
    }

    private JobLine.Event event(JsonNode json) {
        long sequence = JsonValues.whole(json.get("seq"), "seq", 0, JsonValues.MAX_SEQUENCE);
        long at = JsonValues.whole(json.get("at"), "at", 0, Long.MAX_VALUE);
        List<String> given = new ArrayList<>();
        for (String key : schemas.keySet()) {
            if (!JsonValues.isAbsent(json.get(key))) {
                given.add(key);
            }
        }
        if (given.size() != 1) {
            throw new IllegalArgumentException("the record held " + (given.isEmpty() ? "no event" : given)
                    + " but must hold one of " + schemas.keySet());
        }
        String key = given.get(0);
        return new JobLine.Event(sequence, at, records.decode(json.get(key), schemas.get(key), key));
    }
}
