package io.gradwatch.detection.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A number, a text, or an array of numbers, which is its length in bytes and its elements. */
enum Scalar implements Layout, Format {
    BOOLEAN('b', DataOutput::writeBoolean, DataInput::readBoolean),
    BYTE('y', (out, value) -> out.writeByte((Byte) value), DataInput::readByte),
    INT('i', DataOutput::writeInt, DataInput::readInt),
    LONG('j', DataOutput::writeLong, DataInput::readLong),
    FLOAT('f', DataOutput::writeFloat, DataInput::readFloat),
    DOUBLE('d', DataOutput::writeDouble, DataInput::readDouble),
    TEXT(
            's',
            (DataOutput out, String text) -> writeBytes(out, text.getBytes(StandardCharsets.UTF_8)),
            Scalar::readText),
    BYTES('Y', Scalar::writeBytes, Scalar::readBytes, byte[]::clone),
    INTS(
            'I',
            (DataOutput out, int[] array) -> writeBytes(
                    out,
                    bytes(array.length, Integer.BYTES, to -> to.asIntBuffer().put(array))),
            in -> {
                IntBuffer from = ByteBuffer.wrap(readBytes(in)).asIntBuffer();
                int[] array = new int[from.remaining()];
                from.get(array);
                return array;
            },
            int[]::clone),
    LONGS(
            'J',
            (DataOutput out, long[] array) -> writeBytes(
                    out, bytes(array.length, Long.BYTES, to -> to.asLongBuffer().put(array))),
            in -> {
                LongBuffer from = ByteBuffer.wrap(readBytes(in)).asLongBuffer();
                long[] array = new long[from.remaining()];
                from.get(array);
                return array;
            },
            long[]::clone),
    FLOATS(
            'F',
            (DataOutput out, float[] array) -> writeBytes(
                    out,
                    bytes(array.length, Float.BYTES, to -> to.asFloatBuffer().put(array))),
            in -> {
                FloatBuffer from = ByteBuffer.wrap(readBytes(in)).asFloatBuffer();
                float[] array = new float[from.remaining()];
                from.get(array);
                return array;
            },
            float[]::clone),
    DOUBLES(
            'D',
            (DataOutput out, double[] array) -> writeBytes(
                    out,
                    bytes(array.length, Double.BYTES, to -> to.asDoubleBuffer().put(array))),
            in -> {
                DoubleBuffer from = ByteBuffer.wrap(readBytes(in)).asDoubleBuffer();
                double[] array = new double[from.remaining()];
                from.get(array);
                return array;
            },
            double[]::clone);

    /** By the Java type of a field. */
    static final Map<Class<?>, Scalar> BY_TYPE = Map.ofEntries(
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(byte.class, BYTE),
            Map.entry(int.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(float.class, FLOAT),
            Map.entry(double.class, DOUBLE),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(Integer.class, INT),
            Map.entry(Long.class, LONG),
            Map.entry(Double.class, DOUBLE),
            Map.entry(String.class, TEXT),
            Map.entry(byte[].class, BYTES),
            Map.entry(int[].class, INTS),
            Map.entry(long[].class, LONGS),
            Map.entry(float[].class, FLOATS),
            Map.entry(double[].class, DOUBLES));

    /** A text or an array that has more is not written, and none is read. */
    static final int MOST_BYTES = 1 << 27;

    /** Writes a value of one type. */
    private interface Write<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    private final char tag;
    private final Write<Object> write;
    private final Reader read;
    private final UnaryOperator<Object> copy;

    <T> Scalar(char tag, Write<T> write, Reader read) {
        this(tag, write, read, value -> value);
    }

    @SuppressWarnings("unchecked")
    <T> Scalar(char tag, Write<T> write, Reader read, UnaryOperator<T> copy) {
        this.tag = tag;
        this.write = (Write<Object>) write;
        this.read = read;
        this.copy = (UnaryOperator<Object>) copy;
    }

    static Scalar tagged(int tag) {
        for (Scalar scalar : values()) {
            if (scalar.tag == tag) {
                return scalar;
            }
        }
        throw new UnreadableStateException("the state has a kind of value, " + tag + ", that this build does not know");
    }

    @Override
    public void describe(DataOutput out) throws IOException {
        out.writeByte(tag);
    }

    @Override
    public void skip(DataInput in) throws IOException {
        read.read(in);
    }

    @Override
    public Layout layout() {
        return this;
    }

    @Override
    public void write(Object value, DataOutput out) throws IOException {
        write.write(out, value);
    }

    @Override
    public Object copy(Object value) {
        return copy.apply(value);
    }

    @Override
    public Reader reader(Layout written, String path) {
        if (written != this) {
            throw new UnreadableStateException(path, this, written);
        }
        return read;
    }

    private static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutput out, byte[] array) throws IOException {
        requireWritable(array.length);
        out.writeInt(array.length);
        out.write(array);
    }

    private static void requireWritable(long bytes) {
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("a text or array of " + bytes
                    + " bytes in the state of a run is more than " + MOST_BYTES + ", which no build reads");
        }
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new UnreadableStateException("an array of " + length + " bytes is none that was written");
        }
        byte[] array = new byte[length];
        in.readFully(array);
        return array;
    }

    private static byte[] bytes(int elements, int bytesEach, Consumer<ByteBuffer> fill) {
        requireWritable((long) elements * bytesEach);
        ByteBuffer buffer = ByteBuffer.allocate(elements * bytesEach);
        fill.accept(buffer);
        return buffer.array();
    }
}
