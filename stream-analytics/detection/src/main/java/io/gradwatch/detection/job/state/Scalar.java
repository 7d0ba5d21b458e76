package io.gradwatch.detection.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A number, a text, or an array of numbers, which is its length and its elements. */
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
    INTS('I', Scalar::writeInts, Scalar::readInts, int[]::clone),
    LONGS('J', Scalar::writeLongs, Scalar::readLongs, long[]::clone),
    FLOATS('F', Scalar::writeFloats, Scalar::readFloats, float[]::clone),
    DOUBLES('D', Scalar::writeDoubles, Scalar::readDoubles, double[]::clone);

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

    private static final int MOST_ELEMENTS = 1 << 24;

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

    static Scalar tagged(int tag) throws IOException {
        for (Scalar scalar : values()) {
            if (scalar.tag == tag) {
                return scalar;
            }
        }
        throw new IOException("the state has a kind of value, " + tag + ", that this build does not know");
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
        out.writeInt(array.length);
        out.write(array);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] array = new byte[length(in)];
        in.readFully(array);
        return array;
    }

    private static void writeInts(DataOutput out, int[] array) throws IOException {
        out.writeInt(array.length);
        for (int element : array) {
            out.writeInt(element);
        }
    }

    private static int[] readInts(DataInput in) throws IOException {
        int[] array = new int[length(in)];
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readInt();
        }
        return array;
    }

    private static void writeLongs(DataOutput out, long[] array) throws IOException {
        out.writeInt(array.length);
        for (long element : array) {
            out.writeLong(element);
        }
    }

    private static long[] readLongs(DataInput in) throws IOException {
        long[] array = new long[length(in)];
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readLong();
        }
        return array;
    }

    private static void writeFloats(DataOutput out, float[] array) throws IOException {
        out.writeInt(array.length);
        for (float element : array) {
            out.writeFloat(element);
        }
    }

    private static float[] readFloats(DataInput in) throws IOException {
        float[] array = new float[length(in)];
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readFloat();
        }
        return array;
    }

    private static void writeDoubles(DataOutput out, double[] array) throws IOException {
        out.writeInt(array.length);
        for (double element : array) {
            out.writeDouble(element);
        }
    }

    private static double[] readDoubles(DataInput in) throws IOException {
        double[] array = new double[length(in)];
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readDouble();
        }
        return array;
    }

    private static int length(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_ELEMENTS) {
            throw new IOException("an array of " + length + " elements is none that was written");
        }
        return length;
    }
}
