package io.gradwatch.alerting.outbox.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes that a message arrived within microseconds, where a commit of the database takes until the disk has it: a
 * process that is killed in between has told it all the same, and the next one must know. A note needs no forcing to
 * the disk, since it outlives the process with the page cache; only the death of the machine loses it.
 *
 * <p>Thread-safe. A journal that cannot be written is logged and does without: then the commit alone counts.
 */
public final class SentJournal implements AutoCloseable {

    /** A message that arrived. */
    public record Entry(long sequence, String reference, Instant at) {}

    private static final Logger LOG = LoggerFactory.getLogger(SentJournal.class);
    private static final String NAME = "alerting-sent.journal";
    private static final long LARGEST_BYTES = 64 << 10;

    private final FileChannel channel;
    private final List<Entry> entries;
    private int notCommitted;

    private SentJournal(FileChannel channel, List<Entry> entries) {
        this.channel = channel;
        this.entries = entries;
    }

    public static SentJournal open(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new SentJournal(channel, parse(bytes));
        } catch (IOException e) {
            throw new OutboxException("the journal " + file + " cannot be opened: " + e, e);
        }
    }

    /** Entries from before this journal was opened; one that was cut by the end of the process is left out. */
    public List<Entry> entries() {
        return entries;
    }

    /** Notes that a message arrived, before that is committed. */
    public synchronized void note(Entry entry) {
        notCommitted++;
        try {
            channel.write(ByteBuffer.wrap(bytes(entry)));
        } catch (IOException e) {
            LOG.warn("Notification {} arrived, which could not be noted before its commit", entry.sequence(), e);
        }
    }

    /** The database has what was noted; once it has all, the journal may begin anew. */
    public synchronized void committed() {
        notCommitted--;
        try {
            if (notCommitted == 0 && channel.size() > LARGEST_BYTES) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            LOG.warn("The journal of what arrived could not be shortened", e);
        }
    }

    /** Forgets everything. */
    public synchronized void clear() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            LOG.warn("The journal of what arrived could not be emptied", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("The journal of what arrived was not closed cleanly", e);
        }
    }

    private static byte[] bytes(Entry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(entry.sequence());
        out.writeLong(entry.at().toEpochMilli());
        out.writeUTF(entry.reference());
        return bytes.toByteArray();
    }

    private static List<Entry> parse(byte[] bytes) {
        List<Entry> entries = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            while (in.available() > 0) {
                long sequence = in.readLong();
                Instant at = Instant.ofEpochMilli(in.readLong());
                entries.add(new Entry(sequence, in.readUTF(), at));
            }
        } catch (IOException e) {
            LOG.info("The last entry of the journal of what arrived was cut: {}", e.toString());
        }
        return entries;
    }
}
