package io.gradwatch.detection.job.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Carries records to their key. Every record crosses this twice, and Flink's serializer of POJOs would take each field
 * by reflection. An array is its length, -1 for null, and its bytes.
 */
final class LogRecordSerializer extends TypeSerializerSingleton<LogRecord> {

    static final LogRecordSerializer INSTANCE = new LogRecordSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public LogRecord createInstance() {
        return new LogRecord();
    }

    @Override
    public LogRecord copy(LogRecord from) {
        return copy(from, new LogRecord());
    }

    /** The arrays are shared: nobody writes to them. */
    @Override
    public LogRecord copy(LogRecord from, LogRecord reuse) {
        reuse.runId = from.runId;
        reuse.unusableKey = from.unusableKey;
        reuse.value = from.value;
        reuse.timestampMillis = from.timestampMillis;
        reuse.partition = from.partition;
        reuse.offset = from.offset;
        return reuse;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(LogRecord record, DataOutputView target) throws IOException {
        write(record.runId == null ? null : record.runId.getBytes(StandardCharsets.UTF_8), target);
        write(record.unusableKey, target);
        write(record.value, target);
        target.writeLong(record.timestampMillis);
        target.writeInt(record.partition);
        target.writeLong(record.offset);
    }

    @Override
    public LogRecord deserialize(DataInputView source) throws IOException {
        return deserialize(new LogRecord(), source);
    }

    @Override
    public LogRecord deserialize(LogRecord reuse, DataInputView source) throws IOException {
        byte[] runId = read(source);
        reuse.runId = runId == null ? null : new String(runId, StandardCharsets.UTF_8);
        reuse.unusableKey = read(source);
        reuse.value = read(source);
        reuse.timestampMillis = source.readLong();
        reuse.partition = source.readInt();
        reuse.offset = source.readLong();
        return reuse;
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<LogRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            target.write(bytes);
        }
    }

    private static byte[] read(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    /** For Flink, which makes it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LogRecord> {
        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
