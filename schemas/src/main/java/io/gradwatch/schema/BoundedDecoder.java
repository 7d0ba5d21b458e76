package io.gradwatch.schema;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from an array, believes no length that the array cannot hold, and bounds what a record
 * becomes in memory.
 *
 * <p>Avro's own decoder allows a collection 2^31 elements, and allocates them before it reads the first. Here the
 * elements of all collections of a record together may not outnumber its bytes: each element of our schemas takes at
 * least one. And each text, element and optional value is charged with what it takes in memory, elements before they
 * are read: an empty text takes one byte of a record and 24 of the heap. One object serves one thread.
 */
final class BoundedDecoder extends Decoder {

    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT_BITS = 64;

    /**
     * Bytes of memory that a record may take, by the charges below. A record that an agent sends takes less than 1 MiB;
     * 40,000 tensors and 20,000 metrics in one step take 14 MiB. Own choice: some threads decode at the same time, in a
     * heap of a gigabyte.
     */
    static final long MOST_ALLOCATED_BYTES = 64L << 20;

    /** An element: an object without fields, and its reference in a list that doubles. */
    private static final int ELEMENT_BYTES = 32;

    /** An entry of a map: its node, its place in a table that doubles, and a boxed value. */
    private static final int ENTRY_BYTES = 80;

    /** A text: the object and the head of its array; of its characters those beyond ASCII take two bytes. */
    private static final int TEXT_BYTES = 48;

    /** A value that may be absent is boxed. */
    private static final int OPTIONAL_BYTES = 24;

    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private long elementsLeft;
    private long allocationLeft;

    /** Reads next from the given place to the end of the array. */
    void reset(byte[] source, int offset) {
        bytes = source;
        position = offset;
        end = source.length;
        elementsLeft = (long) source.length - offset;
        allocationLeft = MOST_ALLOCATED_BYTES;
    }

    boolean isEnd() {
        return position == end;
    }

    /** Forgets the array, which may be large. */
    void release() {
        reset(new byte[0], 0);
    }

    @Override
    public int remainingBytes() {
        return end - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return bytes[advance(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException(value + " does not fit an int");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (position == end) {
                throw new EOFException("the bytes end within a number");
            }
            byte next = bytes[position++];
            raw |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new AvroRuntimeException("a number is longer than 10 bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) LITTLE_ENDIAN_INT.get(bytes, advance(Float.BYTES)));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble((long) LITTLE_ENDIAN_LONG.get(bytes, advance(Double.BYTES)));
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = checkedLength(readLong());
        charge(TEXT_BYTES + 2L * length);
        return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = checkedLength(readLong());
        charge(TEXT_BYTES + length);
        byte[] copy = new byte[length];
        readFixed(copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        advance(checkedLength(readLong()));
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, advance(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        charge(OPTIONAL_BYTES);
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return blockCount(ELEMENT_BYTES);
    }

    @Override
    public long arrayNext() throws IOException {
        return blockCount(ELEMENT_BYTES);
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocksOfKnownSize();
    }

    @Override
    public long readMapStart() throws IOException {
        return blockCount(ENTRY_BYTES);
    }

    @Override
    public long mapNext() throws IOException {
        return blockCount(ENTRY_BYTES);
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocksOfKnownSize();
    }

    /** Elements in the next block; a negative count is followed by the block's size in bytes. */
    private long blockCount(int elementBytes) throws IOException {
        long count = readLong();
        if (count < 0) {
            checkedLength(readLong());
            count = -count;
        }
        charge(elementBytes * counted(count));
        return count;
    }

    /** Skips blocks that state their size; the count of the first one that does not is for the caller to skip. */
    private long skipBlocksOfKnownSize() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(checkedLength(readLong()));
            count = readLong();
        }
        return counted(count);
    }

    private long counted(long count) {
        if (count < 0 || count > elementsLeft) {
            throw new AvroRuntimeException(
                    "a collection claims " + count + " elements, more than the record has bytes");
        }
        elementsLeft -= count;
        return count;
    }

    private void charge(long allocated) {
        allocationLeft -= allocated;
        if (allocationLeft < 0) {
            throw new AvroRuntimeException("the " + end + " bytes of the record would take more than "
                    + MOST_ALLOCATED_BYTES + " bytes of memory");
        }
    }

    private int checkedLength(long length) throws IOException {
        if (length < 0 || length > end - position) {
            throw new EOFException("a length of " + length + " where " + (end - position) + " bytes are left");
        }
        return (int) length;
    }

    /** Moves on by the given number of bytes; the place before them. */
    private int advance(int length) throws IOException {
        int before = position;
        if (length < 0 || length > end - before) {
            throw new EOFException(length + " bytes are needed where " + (end - before) + " are left");
        }
        position = before + length;
        return before;
    }
}
