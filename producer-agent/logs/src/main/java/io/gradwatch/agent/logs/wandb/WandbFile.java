package io.gradwatch.agent.logs.wandb;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Records of a W&B file, which is a log in the format of LevelDB behind a header of 7 bytes: blocks of 32 KiB, in them
 * pieces with a CRC-32, a length and a type. What is damaged is left out up to the next block, and told once. Only the
 * record at hand is in memory.
 */
public final class WandbFile implements AutoCloseable {

    static final int BLOCK = 32 * 1024;
    static final int HEADER = 7;
    static final int FULL = 1;
    static final int FIRST = 2;
    static final int MIDDLE = 3;
    static final int LAST = 4;
    static final int MAGIC = 0xBEE1;

    /** The first bytes of every such file. */
    private static final String BEGINNING = ":W&B";

    /** A record that is longer holds no numbers of a training. Own choice. */
    private static final int LONGEST_RECORD = 16 << 20;

    private final Path file;
    private final FileChannel channel;
    private boolean growing;
    private long offset;
    private long damaged;
    private UnreadableLogException firstDamage;

    private WandbFile(Path file, FileChannel channel, boolean growing) {
        this.file = file;
        this.channel = channel;
        this.growing = growing;
    }

    /** True if a file that begins like this is one. */
    public static boolean isIn(LogHead head) {
        return head.fileName().endsWith(".wandb") || head.text().startsWith(BEGINNING);
    }

    /** @throws UnreadableLogException when it cannot be read, or is no such file */
    public static WandbFile open(Path file, boolean growing) throws UnreadableLogException {
        try {
            WandbFile opened = new WandbFile(file, FileChannel.open(file, StandardOpenOption.READ), growing);
            try {
                opened.readHeader();
                return opened;
            } catch (UnreadableLogException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    private void readHeader() throws IOException, UnreadableLogException {
        ByteBuffer header = read(0, HEADER);
        byte[] begins = BEGINNING.getBytes(StandardCharsets.US_ASCII);
        boolean whole = header.remaining() == HEADER;
        byte[] found = new byte[Math.min(header.remaining(), begins.length)];
        header.get(found);
        if (!whole || !Arrays.equals(found, begins) || Short.toUnsignedInt(header.getShort()) != MAGIC) {
            throw UnreadableLogException.atByte(file, 0, "is no W&B file: it does not begin with :W&B", null);
        }
        int version = header.get();
        if (version != 0) {
            throw UnreadableLogException.atByte(
                    file, 6, "has version " + version + " of the format of W&B; version 0 is known", null);
        }
        offset = HEADER;
    }

    /**
     * The bytes of the next record; empty where no whole one follows.
     *
     * @throws UnreadableLogException when the file cannot be read
     */
    Optional<byte[]> next() throws UnreadableLogException {
        long start = offset;
        ByteArrayOutputStream record = null;
        try {
            while (true) {
                long left = BLOCK - offset % BLOCK;
                if (left < HEADER) {
                    offset += left;
                    continue;
                }
                ByteBuffer header = read(offset, HEADER);
                if (header.remaining() < HEADER) {
                    return waitsAt(start);
                }
                int checksum = header.getInt();
                int length = Short.toUnsignedInt(header.getShort());
                int type = header.get();
                boolean blank = checksum == 0 && length == 0 && type == 0;
                if (blank && offset + left > channel.size()) {
                    return waitsAt(start);
                }
                boolean possible = type >= FULL && type <= LAST && length <= left - HEADER;
                ByteBuffer data = possible ? read(offset + HEADER, length) : ByteBuffer.allocate(0);
                if (possible && data.remaining() < length) {
                    return waitsAt(start);
                }
                if (!possible || checksum != checksum(type, data)) {
                    damage(offset, "the piece of a record that begins here is damaged");
                    record = null;
                    offset += left;
                    start = offset;
                    continue;
                }
                offset += HEADER + length;
                if (type == FULL || type == FIRST) {
                    record = new ByteArrayOutputStream();
                }
                if (record == null || record.size() + length > LONGEST_RECORD) {
                    damage(start, record == null ? "a record has no beginning" : "a record is too long");
                    record = null;
                    start = offset;
                    continue;
                }
                record.write(data.array(), data.arrayOffset() + data.position(), length);
                if (type == FULL || type == LAST) {
                    return Optional.of(record.toByteArray());
                }
            }
        } catch (IOException e) {
            throw UnreadableLogException.atByte(file, offset, "cannot be read: " + e, e);
        }
    }

    private Optional<byte[]> waitsAt(long start) {
        offset = start;
        return Optional.empty();
    }

    private void damage(long at, String says) {
        damaged++;
        if (firstDamage == null) {
            firstDamage = UnreadableLogException.atByte(file, at, says, null);
        }
    }

    private static int checksum(int type, ByteBuffer data) {
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data.duplicate());
        return (int) crc.getValue();
    }

    private ByteBuffer read(long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Goes on until all is read, or the file ends.
        }
        return buffer.flip();
    }

    /** Counts a record as damaged whose content is wrong. */
    void wrongContent(String says) {
        damage(offset, says);
    }

    /** Place behind the records that were told, bytes from the start of the file. */
    long position() {
        return offset;
    }

    boolean isGrowing() {
        return growing;
    }

    void end() {
        growing = false;
    }

    /** The first thing that is damaged; empty where all is sound. */
    Optional<UnreadableLogException> damage() {
        return Optional.ofNullable(firstDamage);
    }

    long damaged() {
        return damaged;
    }

    UnreadableLogException problem(String says) {
        return new UnreadableLogException(file, 0, says);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }
}
