package io.gradwatch.detection.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LogRecordSerializerTest {

    @Test
    void everyField_comesBack_nullOrNot() throws IOException {
        LogRecord full = new LogRecord();
        full.runId = "läuft";
        full.unusableKey = new byte[0];
        full.value = "value".getBytes(UTF_8);
        full.timestampMillis = Long.MAX_VALUE;
        full.partition = 7;
        full.offset = 8;

        assertThat(carried(full)).usingRecursiveComparison().isEqualTo(full);
        assertThat(carried(new LogRecord())).usingRecursiveComparison().isEqualTo(new LogRecord());
        assertThat(LogRecordSerializer.INSTANCE.copy(full))
                .usingRecursiveComparison()
                .isEqualTo(full);
    }

    private static LogRecord carried(LogRecord record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        LogRecordSerializer.INSTANCE.serialize(record, out);
        return LogRecordSerializer.INSTANCE.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
