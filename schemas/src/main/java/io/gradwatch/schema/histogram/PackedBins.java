package io.gradwatch.schema.histogram;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The bytes of a histogram in telemetry: for the negative elements and then for the positive ones the number of bins
 * from the lowest to the highest that is not empty, and where that is not 0 the place of the lowest above
 * {@link MagnitudeHistogram#LOWEST_EXPONENT} and the counts upwards. All are unsigned LEB128 numbers.
 */
final class PackedBins {

    private static final int BINS = MagnitudeHistogram.BINS;
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int LONGEST_COUNT_BYTES = 9;

    /** Numbers of one sign: how many, the place, and the counts. */
    private static final int MOST_BYTES = 2 * (2 + BINS * LONGEST_COUNT_BYTES);

    private PackedBins() {}

    static ByteBuffer pack(long[] counts) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        packSign(counts, BINS - 1, -1, bytes);
        packSign(counts, BINS, 1, bytes);
        byte[] packed = new byte[bytes.flip().remaining()];
        bytes.get(packed);
        return ByteBuffer.wrap(packed);
    }

    /**
     * @param first place of the lowest bin
     * @param upwards from a place to that of the next bin
     */
    private static void packSign(long[] counts, int first, int upwards, ByteBuffer bytes) {
        int lowest = 0;
        int end = BINS;
        while (lowest < end && counts[first + upwards * lowest] == 0) {
            lowest++;
        }
        while (end > lowest && counts[first + upwards * (end - 1)] == 0) {
            end--;
        }
        write(end - lowest, bytes);
        if (lowest < end) {
            write(lowest, bytes);
        }
        for (int bin = lowest; bin < end; bin++) {
            write(counts[first + upwards * bin], bytes);
        }
    }

    /** The counts, or null where the bytes are no histogram. */
    static long[] unpack(ByteBuffer packed) {
        ByteBuffer bytes = packed.duplicate();
        long[] counts = new long[2 * BINS];
        try {
            boolean read = unpackSign(counts, BINS - 1, -1, bytes) && unpackSign(counts, BINS, 1, bytes);
            return read && !bytes.hasRemaining() ? counts : null;
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static boolean unpackSign(long[] counts, int first, int upwards, ByteBuffer bytes) {
        long bins = read(bytes);
        if (bins == 0) {
            return true;
        }
        long lowest = read(bytes);
        if (bins < 0 || bins > BINS || lowest < 0 || lowest > BINS - bins) {
            return false;
        }
        for (int bin = (int) lowest; bin < lowest + bins; bin++) {
            long count = read(bytes);
            if (count < 0) {
                return false;
            }
            counts[first + upwards * bin] = count;
        }
        return true;
    }

    private static void write(long number, ByteBuffer bytes) {
        long left = number;
        while (left > LOW_BITS) {
            bytes.put((byte) (left & LOW_BITS | MORE));
            left >>>= 7;
        }
        bytes.put((byte) left);
    }

    /** The next number; -1 where it is too large for a long. */
    private static long read(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < LONGEST_COUNT_BYTES; i++) {
            byte next = bytes.get();
            number |= (long) (next & LOW_BITS) << 7 * i;
            if (next >= 0) {
                return number;
            }
        }
        return -1;
    }
}
