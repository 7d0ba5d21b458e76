package io.gradwatch.agent.logs.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of a TensorBoard event file. A record is framed as its length (8 bytes), the checksum of the length, the
 * data, and the checksum of the data, all numbers little-endian; a checksum is a CRC-32C, rotated by 15 bits and with a
 * constant added, as TensorFlow's {@code record_writer} does. Only the record at hand is in memory. In a file that
 * grows, half a record waits for its rest.
 */
public final class EventFile implements AutoCloseable {

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    /** No scalar comes near; pictures and embeddings are smaller as well. */
    private static final int LARGEST_RECORD_BYTES = 256 << 20;

    private static final int MASK_DELTA = 0xa282ead8;

    /** The first record of every event file holds the version of its format, behind 12 bytes of framing. */
    private static final String FIRST_RECORD = "brain.Event:";

    private static final int FIRST_RECORD_CHARS = 64;

    private final Path file;
    private final InputStream in;
    private final boolean growing;
    /** Of the record whose data are not all there; null while there is none. */
    private byte[] waiting;

    private long recordStart;
    private long position;

    private EventFile(Path file, InputStream in, boolean growing) {
        this.file = file;
        this.in = in;
        this.growing = growing;
    }

    /** True if a file that begins like this is one. */
    public static boolean isIn(LogHead head) {
        int version = head.text().indexOf(FIRST_RECORD);
        return head.fileName().contains(".tfevents") || (version > 0 && version < FIRST_RECORD_CHARS);
    }

    /** @param growing true if half a record waits for its rest */
    public static EventFile open(Path file, boolean growing) throws UnreadableLogException {
        try {
            return new EventFile(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16), growing);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    /**
     * The next record; empty at the end of the file, or where the rest of it is still to be written.
     *
     * @throws UnreadableLogException when it is cut short or damaged; the file cannot be read any further then
     */
    Optional<ScalarEvent> next() throws UnreadableLogException {
        recordStart = position;
        try {
            if (waiting == null && growing && in.available() < HEAD_BYTES) {
                return Optional.empty();
            }
            byte[] head = waiting == null ? in.readNBytes(HEAD_BYTES) : waiting;
            if (head.length == 0) {
                return Optional.empty();
            }
            int length = length(head);
            waiting = growing && in.available() < length + Integer.BYTES ? head : null;
            if (waiting != null) {
                return Optional.empty();
            }
            byte[] data = in.readNBytes(length);
            byte[] checksum = in.readNBytes(Integer.BYTES);
            position += HEAD_BYTES + (long) length + Integer.BYTES;
            if (checksum.length < Integer.BYTES) {
                throw problem("the record is cut short: " + (HEAD_BYTES + data.length + checksum.length) + " of "
                        + (position - recordStart) + " bytes are there");
            }
            if (littleEndian(checksum).getInt() != masked(data, length)) {
                throw problem("the record is damaged: the checksum of its " + length + " bytes of data does not match");
            }
            return Optional.of(ScalarEvent.parse(data));
        } catch (InvalidProtocolBufferException e) {
            throw UnreadableLogException.atByte(
                    file, recordStart, "the record is no event of TensorBoard: " + e.getMessage(), e);
        } catch (IOException e) {
            throw UnreadableLogException.atByte(file, recordStart, "cannot be read: " + e, e);
        }
    }

    /** Bytes of the whole records that were read. */
    long position() {
        return position;
    }

    /** Where the record at hand begins, bytes. */
    long recordStart() {
        return recordStart;
    }

    boolean isGrowing() {
        return growing;
    }

    /** A problem of the record at hand. */
    UnreadableLogException problem(String says) {
        return UnreadableLogException.atByte(file, recordStart, says, null);
    }

    /** A problem of the whole file. */
    UnreadableLogException wholeProblem(String says) {
        return new UnreadableLogException(file, 0, says);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private int length(byte[] head) throws UnreadableLogException {
        if (head.length < HEAD_BYTES) {
            throw problem("the record is cut short: " + head.length + " bytes are there; expected " + HEAD_BYTES
                    + " bytes of framing");
        }
        ByteBuffer buffer = littleEndian(head);
        long length = buffer.getLong();
        if (buffer.getInt() != masked(head, Long.BYTES)) {
            throw problem("the record is damaged: the checksum of its length does not match");
        }
        if (length < 0 || length > LARGEST_RECORD_BYTES) {
            throw problem("the record has " + Long.toUnsignedString(length) + " bytes; expected at most "
                    + LARGEST_RECORD_BYTES);
        }
        return (int) length;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int masked(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
