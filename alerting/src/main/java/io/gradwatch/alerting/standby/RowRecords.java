package io.gradwatch.alerting.standby;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.OutboxRow;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Rows of the outbox as records of training.outbox-rows. */
final class RowRecords {

    /** The topic has one partition; where it was made with more, this one is used. */
    static final int PARTITION = 0;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RowRecords() {}

    static ProducerRecord<byte[], byte[]> encode(RowChange change) {
        List<Object> key = new ArrayList<>(change.key());
        key.add(0, change.table());
        try {
            return new ProducerRecord<>(
                    Topics.OUTBOX_ROWS.name(),
                    PARTITION,
                    MAPPER.writeValueAsBytes(key),
                    change.columns()
                            .map(columns -> value(change.table(), columns))
                            .orElse(null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts and numbers can be written", e);
        }
    }

    static RowChange decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        List<Object> key = key(record.key());
        Optional<Map<String, Object>> columns = record.value() == null
                ? Optional.empty()
                : Optional.of(columns(Topics.OUTBOX_ROWS.codec().decode(record.value())));
        return new RowChange((String) key.get(0), key.subList(1, key.size()), columns);
    }

    private static byte[] value(String table, Map<String, Object> columns) {
        Map<String, Object> values = new HashMap<>(columns);
        values.replaceAll((column, value) -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        return Topics.OUTBOX_ROWS.codec().encode(new OutboxRow(table, values));
    }

    private static Map<String, Object> columns(OutboxRow row) {
        Map<String, Object> columns = new HashMap<>(row.getColumns());
        columns.replaceAll((column, value) -> value instanceof ByteBuffer buffer ? bytes(buffer) : value);
        return columns;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static List<Object> key(byte[] json) throws UnreadableRecordException {
        List<Object> key = new ArrayList<>();
        try {
            JsonNode parts = MAPPER.readTree(json == null ? new byte[0] : json);
            parts.forEach(part -> key.add(part.isIntegralNumber() ? (Object) part.longValue() : part.textValue()));
        } catch (java.io.IOException e) {
            throw new UnreadableRecordException("its key is no JSON: " + e.getMessage());
        }
        if (key.isEmpty() || !(key.get(0) instanceof String)) {
            throw new UnreadableRecordException("its key is no list that begins with a table");
        }
        return key;
    }
}
