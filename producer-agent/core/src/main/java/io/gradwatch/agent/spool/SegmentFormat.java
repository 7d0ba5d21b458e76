package io.gradwatch.agent.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment file. All numbers are big endian.
 *
 * <pre>
 * segment = magic "GWSPOOL1" (8) | length of key (4) | key | CRC-32C of all before (4) | frame*
 * frame   = length of value (4) | CRC-32C of length and value (4) | value
 * </pre>
 */
final class SegmentFormat {

    /** Bytes of a frame besides its value. */
    static final int FRAME_OVERHEAD = 8;

    /** No key is longer: run ids are at most 200 characters. */
    static final int MAX_KEY_BYTES = 4_096;

    private static final long MAGIC = 0x475753504F4F4C31L;
    private static final int HEADER_OVERHEAD = 16;

    private SegmentFormat() {}

    static byte[] header(byte[] key) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_OVERHEAD + key.length);
        header.putLong(MAGIC).putInt(key.length).put(key);
        header.putInt(crc(header.array(), 0, header.position(), new CRC32C()));
        return header.array();
    }

    /** Bytes of the header for a key of the given length. */
    static int headerBytes(int keyLength) {
        return HEADER_OVERHEAD + keyLength;
    }

    /**
     * The key in a header.
     *
     * @param start the first bytes of the file, at least {@code headerBytes(MAX_KEY_BYTES)} where the file has them
     * @return null when they are not a header
     */
    static byte[] key(byte[] start) {
        if (start.length < HEADER_OVERHEAD) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        if (header.getLong() != MAGIC) {
            return null;
        }
        int length = header.getInt();
        if (length < 0 || length > MAX_KEY_BYTES || start.length < headerBytes(length)) {
            return null;
        }
        byte[] key = new byte[length];
        header.get(key);
        return header.getInt() == crc(start, 0, headerBytes(length) - Integer.BYTES, new CRC32C()) ? key : null;
    }

    /** Checksum of a frame's length and value. */
    static int frameCrc(byte[] value, CRC32C crc) {
        crc.reset();
        for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
            crc.update(value.length >>> shift);
        }
        crc.update(value, 0, value.length);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int offset, int length, CRC32C crc) {
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
