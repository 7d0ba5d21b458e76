package io.gradwatch.alerting.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Summary that is sent.
 *
 * @param schedule name of its schedule
 * @param period length of time
 * @param scope whose runs it is of, in words of the configuration, such as "team language"; empty for all
 * @param fromMillis begin, since 1970
 * @param toMillis end, not included
 * @param zone in which its times are written
 * @param fleet the answer of the fleet; null where there was none
 * @param problem why there was none, in a sentence; empty where there is one
 */
public record Summary(
        String schedule,
        SummaryPeriod period,
        String scope,
        long fromMillis,
        long toMillis,
        String zone,
        FleetSummary fleet,
        String problem) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The answer of the fleet; empty where there was none. */
    public Optional<FleetSummary> answer() {
        return Optional.ofNullable(fleet);
    }

    /** Begin of the time. */
    public Instant from() {
        return Instant.ofEpochMilli(fromMillis);
    }

    /** End of the time. */
    public Instant to() {
        return Instant.ofEpochMilli(toMillis);
    }

    /** Zone of its times. */
    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    /** Reads an answer of the fleet. */
    public static FleetSummary readAnswer(byte[] json) throws IOException {
        FleetSummary answer = MAPPER.readValue(json, FleetSummary.class);
        if (answer == null) {
            throw new IOException("the answer of the fleet is no summary");
        }
        return answer;
    }

    /** The answer of the fleet as JSON; null in JSON where there was none. */
    public JsonNode answerJson() {
        return MAPPER.valueToTree(fleet);
    }

    /** Reads {@link #json}. */
    public static Summary read(String json) throws IOException {
        return MAPPER.readValue(json, Summary.class);
    }

    /** A summary of which nothing is known any more. */
    public static Summary unreadable() {
        return new Summary("unknown", SummaryPeriod.DAY, "", 0, 0, "UTC", null, "the outbox cannot read what it made");
    }

    /** The summary as the outbox keeps it. */
    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }
}
