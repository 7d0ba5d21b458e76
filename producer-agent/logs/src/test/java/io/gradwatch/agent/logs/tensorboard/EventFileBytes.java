package io.gradwatch.agent.logs.tensorboard;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes event files as TensorBoard's writers do, independently of the reader. */
public final class EventFileBytes {

    /** Writes the fields of a message. */
    @FunctionalInterface
    public interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    public EventFileBytes() {
        record(out -> {
            out.writeDouble(1, 1.7e9);
            out.writeString(3, "brain.Event:2");
        });
    }

    /** A value as summaries of version 1 write it. */
    public EventFileBytes simple(long step, String tag, float value) {
        return summary(step, tag, out -> out.writeFloat(2, value));
    }

    /** A tensor as summaries of version 2 write it. */
    EventFileBytes tensor(long step, String tag, Fields tensor) {
        return summary(step, tag, out -> out.writeByteArray(8, message(tensor)));
    }

    EventFileBytes summary(long step, String tag, Fields value) {
        byte[] content = message(out -> {
            out.writeString(1, tag);
            value.write(out);
        });
        return record(out -> {
            out.writeDouble(1, 1.7e9 + step);
            out.writeInt64(2, step);
            out.writeByteArray(5, message(summary -> summary.writeByteArray(1, content)));
        });
    }

    /** The job says that it starts at a step. */
    public EventFileBytes sessionStart(long step) {
        return record(out -> {
            out.writeInt64(2, step);
            out.writeByteArray(7, message(log -> log.writeEnum(1, 1)));
        });
    }

    EventFileBytes record(Fields event) {
        return raw(message(event));
    }

    public EventFileBytes raw(byte[] data) {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        file.writeBytes(length);
        file.writeBytes(masked(length));
        file.writeBytes(data);
        file.writeBytes(masked(data));
        return this;
    }

    int size() {
        return file.size();
    }

    public byte[] bytes() {
        return file.toByteArray();
    }

    public static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        long value = crc.getValue();
        long rotated = (value >>> 15 | value << 17) & 0xFFFFFFFFL;
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (rotated + 0xa282ead8L))
                .array();
    }
}
