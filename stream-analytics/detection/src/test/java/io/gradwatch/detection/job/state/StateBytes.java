package io.gradwatch.detection.job.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** One value in the format of state, for tests of single states. */
public final class StateBytes {

    private StateBytes() {}

    /** @throws IllegalArgumentException where the format of state does not take the type: which field and why */
    public static void requireFormat(Class<?> type) {
        Format.of(type);
    }

    /** The bytes of a value in a checkpoint. */
    public static <T> byte[] of(Class<T> type, T value) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(1024);
            Format.of(type).write(value, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value that a build reads that has {@code type}, where one that had {@code writtenBy} wrote the bytes. */
    public static <T> T read(byte[] bytes, Class<?> writtenBy, Class<T> type) {
        try {
            DataOutputSerializer description = new DataOutputSerializer(1024);
            Format.of(writtenBy).layout().describe(description);
            Layout written = Layout.read(new DataInputDeserializer(description.getCopyOfBuffer()));
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            T value = type.cast(Format.of(type).reader(written, "state").read(in));
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes are left");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
