package io.gradwatch.alerting.outbox.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * High-water mark of the outbox: the number of its last transaction, in a file beside the database. A database file
 * that was cut opens as an older one, without a word; the mark tells. Where the outbox was closed, the mark also has
 * the length and the checksum of the database file. Not thread-safe.
 *
 * <p>The file holds the number, the length or -1, the CRC-32C of the database file, and that of these 24 bytes. The
 * length is -2 once a page could not be read, until all of the file was looked at. It is written after each transaction
 * without forcing it to the disk: a mark that is too low hides a loss, none invents one. Before the database is opened
 * the length becomes -1, on the disk: no mark ever speaks of a file that changes.
 */
public final class OutboxMark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxMark.class);
    /** Name of its file. */
    public static final String NAME = "alerting-outbox.mark";

    private static final int BYTES = 4 * Long.BYTES;
    /** Length of a file that may change. */
    private static final long OPEN = -1;
    /** Length of a file of which a page could not be read. */
    private static final long SUSPECT = -2;

    private static final Content NOTHING = new Content(0, OPEN, 0);

    private final Path file;
    private final FileChannel channel;
    private final Content found;
    private long last;
    private boolean suspect;

    /** Content of the file. */
    private record Content(long transaction, long length, long checksum) {}

    private OutboxMark(Path file, FileChannel channel, Content found) {
        this.file = file;
        this.channel = channel;
        this.found = found;
        this.last = found.transaction();
    }

    public static OutboxMark open(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            Content found = Files.exists(file) ? read(file) : NOTHING;
            return new OutboxMark(
                    file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), found);
        } catch (IOException e) {
            throw new OutboxException("the mark " + file + " of the outbox cannot be opened: " + e, e);
        }
    }

    /** Number of the last transaction when it was opened; 0 where there was none, or it cannot be read. */
    public long found() {
        return found.transaction();
    }

    /**
     * True where the database file has other bytes than when it was closed, or a page of it could not be read. One that
     * is shorter is not said to: it opens as an older one, which has most of what it had.
     */
    public boolean isAltered(Path database) {
        try {
            if (found.length() == SUSPECT) {
                return Files.isRegularFile(database);
            }
            return found.length() >= 0
                    && Files.isRegularFile(database)
                    && Files.size(database) == found.length()
                    && checksum(database) != found.checksum();
        } catch (IOException e) {
            LOG.warn("The outbox {} could not be compared with its mark: {}", database, e.toString());
            return false;
        }
    }

    /** Notes that the database file may change from now on. */
    public void opened() {
        suspect = false;
        writeOpen();
        force();
    }

    /** Notes that all of the database file is to be looked at when it is opened next. */
    public void suspected() {
        suspect = true;
        writeOpen();
        force();
    }

    /** Notes that a transaction is on the disk. Those of an older file do not lower the mark. */
    public void committed(long transaction) {
        last = Math.max(last, transaction);
        writeOpen();
    }

    private void writeOpen() {
        write(new Content(last, suspect ? SUSPECT : OPEN, 0));
    }

    /** Notes that the database file was closed. */
    public void closed(Path database) {
        if (suspect) {
            return;
        }
        try {
            write(new Content(last, Files.size(database), checksum(database)));
            force();
        } catch (IOException e) {
            LOG.warn("The outbox {} could not be read for its mark: {}", database, e.toString());
        }
    }

    private void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            LOG.warn("The mark {} of the outbox cannot be forced to the disk: {}", file, e.toString());
        }
    }

    private void write(Content content) {
        ByteBuffer bytes = bytes(content);
        try {
            channel.write(bytes.putLong(sum(bytes)).flip(), 0);
        } catch (IOException e) {
            LOG.warn("The mark {} of the outbox cannot be written: {}", file, e.toString());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("The mark {} of the outbox was not closed cleanly", file, e);
        }
    }

    private static Content read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length >= BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Content content = new Content(buffer.getLong(), buffer.getLong(), buffer.getLong());
            if (buffer.getLong() == sum(bytes(content))) {
                return content;
            }
        }
        LOG.warn("The mark {} of the outbox is damaged: whether the outbox lost something cannot be told", file);
        return NOTHING;
    }

    private static ByteBuffer bytes(Content content) {
        return ByteBuffer.allocate(BYTES)
                .putLong(content.transaction())
                .putLong(content.length())
                .putLong(content.checksum());
    }

    private static long sum(ByteBuffer content) {
        CRC32C sum = new CRC32C();
        sum.update(content.array(), 0, BYTES - Long.BYTES);
        return sum.getValue();
    }

    private static long checksum(Path database) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(database), new CRC32C())) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getChecksum().getValue();
        }
    }
}
