package io.gradwatch.agent.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {

    /** Order and completeness rest on these. */
    @ParameterizedTest
    @CsvSource({
        "acks, 0, all",
        "enable.idempotence, false, true",
        "max.in.flight.requests.per.connection, 5, 1",
        "delivery.timeout.ms, 1000, 2147483647",
        "max.block.ms, 60000, 100",
        "max.request.size, 10, 1065536",
    })
    void operator_cannotOverrule(String property, String wanted, String kept) {
        assertThat(properties(Map.of(property, wanted))).containsEntry(property, kept);
    }

    @Test
    void operator_mayChangeTheRest() {
        Map<String, String> operator = new HashMap<>();
        operator.put("linger.ms", "50");
        operator.put("compression.type", "zstd");
        operator.put("security.protocol", "SASL_SSL");
        operator.put("client.id", "training");
        assertThat(properties(operator)).containsAllEntriesOf(operator);
    }

    @Test
    void values_areBytesAsTheSpoolHasThem() {
        assertThat(properties(Map.of()))
                .containsEntry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName())
                .containsEntry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName())
                .containsEntry(ProducerConfig.CLIENT_ID_CONFIG, "agent")
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "host:1");
    }

    private static Map<String, Object> properties(Map<String, String> operator) {
        return ProducerSettings.of("host:1", "agent", 1_000_000, operator);
    }
}
