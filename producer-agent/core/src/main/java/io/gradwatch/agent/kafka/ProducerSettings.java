package io.gradwatch.agent.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Properties of the Kafka producer: order and completeness are fixed, the operator may change the rest. */
public final class ProducerSettings {

    /** Longest wait of a send for metadata: it waits on the agent's thread, which drains the queue. */
    private static final String MAX_BLOCK_MILLIS = "100";

    private static final String NEVER = Integer.toString(Integer.MAX_VALUE);

    private ProducerSettings() {}

    /**
     * Properties of a producer.
     *
     * @param bootstrapServers host:port, separated by commas
     * @param clientId what the broker's logs call the agent
     * @param maxRecordBytes longest value
     * @param operator further properties, such as those of SASL and TLS; those that order rests on are overruled
     */
    public static Map<String, Object> of(
            String bootstrapServers, String clientId, int maxRecordBytes, Map<String, String> operator) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(2 * maxRecordBytes));
        // Unlike zstd, lz4 has a Java version for where natives cannot be unpacked (/tmp mounted noexec).
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100");
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.putAll(operator);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // With one request under way, a batch that is refused for good keeps all later ones from overtaking it.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        // A batch that expired while Kafka is away would leave a gap that later batches overtake.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, NEVER);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(maxRecordBytes + (64 << 10)));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }
}
