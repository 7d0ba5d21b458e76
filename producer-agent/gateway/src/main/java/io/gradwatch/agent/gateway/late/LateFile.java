package io.gradwatch.agent.gateway.late;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.job.Connection;
import io.gradwatch.agent.gateway.line.LineJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Lines that a job left on disk, the hello first, each with its checksum before it. Open, it is locked: its job is gone
 * and no other agent takes it. A line that does not hold what was written is left out and counted.
 */
final class LateFile implements AutoCloseable {

    /** Eight hexadecimal digits and a blank. */
    private static final int CHECKSUM_BYTES = 9;

    private static final int LONGEST_LINE = Connection.MAX_LINE_BYTES + CHECKSUM_BYTES;
    /** Of records: above it, nothing was numbered by a job. */
    private static final long HIGHEST_NUMBER = 1L << 62;

    private final Path path;
    private final FileChannel channel;
    private FileLock lock;

    /** A line, as a job says it. */
    @FunctionalInterface
    interface Sink {
        void line(byte[] line) throws IOException;
    }

    /**
     * A look at the whole file.
     *
     * @param hello says whose records they are; null where that cannot be read
     * @param last the last record; null where there is none
     * @param records that are whole
     * @param damaged lines that are not
     */
    record Summary(ObjectNode hello, ObjectNode last, long records, long damaged) {

        /** Number of the last record; -1 where there is none that can be used. */
        long lastNumber() {
            return last == null ? -1 : count(last, "seq", -1);
        }

        /** True where the job said how its run ended, or was of a version that said nothing else here. */
        boolean isWhole() {
            return last.has("ended") || !hello.has("late");
        }

        /** The end of a run whose record found no room on the disk. */
        Optional<ObjectNode> endInHello() {
            return hello.get("ended") instanceof ObjectNode ended ? Optional.of(ended.deepCopy()) : Optional.empty();
        }

        boolean lacksAttempt() {
            return hello != null && !hello.path("attempt").isInt();
        }
    }

    /** A whole number of an object, from 0, that a job may have written; another one where there is none such. */
    static long count(ObjectNode object, String name, long otherwise) {
        JsonNode number = object.path(name);
        boolean usable = number.canConvertToLong() && number.longValue() >= 0 && number.longValue() < HIGHEST_NUMBER;
        return usable ? number.longValue() : otherwise;
    }

    /** True for a process that ran on another host that shares the folder. */
    static boolean isOfAnotherHost(ObjectNode hello, String host, String boot) {
        return hello.has("host")
                && !hello.path("host").asText().equals(host)
                && !hello.path("boot").asText().equals(boot);
    }

    private LateFile(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens a file that nobody else has; empty while its job lives or another agent takes it, and where its job has
     * just deleted it.
     *
     * @throws IOException when it cannot be opened, or is no plain file
     */
    static Optional<LateFile> open(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no plain file");
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = null;
        boolean locked = false;
        try {
            lock = channel.tryLock();
            // A job empties what it deletes: between the opening and the lock it may have done so.
            locked = lock != null && channel.size() > 0 && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new LateFile(path, channel, lock)) : Optional.empty();
    }

    Path path() {
        return path;
    }

    Summary summary() throws IOException {
        ObjectNode[] hello = new ObjectNode[1];
        byte[][] last = new byte[1][];
        long[] whole = new long[1];
        long damaged = read(line -> {
            if (whole[0]++ == 0) {
                hello[0] = object(line);
            } else {
                last[0] = line;
            }
        });
        return new Summary(hello[0], last[0] == null ? null : object(last[0]), Math.max(0, whole[0] - 1), damaged);
    }

    /** The hello alone; null where it cannot be read. */
    ObjectNode hello() throws IOException {
        byte[] line = firstLine();
        byte[] whole = line == null ? null : checked(line);
        return whole == null ? null : object(whole);
    }

    /** @return null where it does not end within what a hello may have */
    private byte[] firstLine() throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Connection.MAX_HELLO_BYTES);
        channel.read(start, 0);
        for (int end = 0; end < start.position(); end++) {
            if (start.get(end) == '\n') {
                return Arrays.copyOf(start.array(), end);
            }
        }
        return null;
    }

    /**
     * Says in the hello, in its blanks, which attempt it is: a later agent that sends the rest must not count anew.
     * Leaves a hello without room as it is.
     *
     * @throws IOException where the disk does not take it, or another agent has the file now
     */
    void noteAttempt(ObjectNode hello, int attempt) throws IOException {
        hello.put("attempt", attempt);
        byte[] before = firstLine();
        byte[] said = LineJson.bytes(hello);
        if (before == null || before[0] == '{' || said.length > before.length - CHECKSUM_BYTES) {
            return;
        }
        byte[] padded = new byte[before.length - CHECKSUM_BYTES];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(said, 0, padded, 0, said.length);
        ByteBuffer line = ByteBuffer.allocate(before.length);
        line.put((checksum(padded, 0) + " ").getBytes(StandardCharsets.ISO_8859_1));
        line.put(padded).flip();
        FileTime changed = Files.getLastModifiedTime(path);
        channel.write(line, 0);
        Files.setLastModifiedTime(path, changed);
        lockAgain();
    }

    /** To set a time opens and closes the file once more, which gives up what this process has locked of it. */
    private void lockAgain() throws IOException {
        lock.release();
        lock = channel.tryLock();
        if (lock == null) {
            throw new IOException("another agent has taken it");
        }
    }

    private static String checksum(byte[] line, int from) {
        CRC32 sum = new CRC32();
        sum.update(line, from, line.length - from);
        return String.format("%08x", sum.getValue());
    }

    /** Hands out the records, without the hello. */
    void records(Sink records) throws IOException {
        boolean[] greeted = new boolean[1];
        read(line -> {
            if (greeted[0]) {
                records.line(line);
            }
            greeted[0] = true;
        });
    }

    /** @return null where it is none */
    private static ObjectNode object(byte[] line) {
        try {
            JsonNode read = LineJson.MAPPER.readTree(line);
            return read instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Hands out the lines that are whole. @return the count of the others */
    private long read(Sink lines) throws IOException {
        long damaged = 0;
        channel.position(0);
        // Closing the stream would close the channel and with it the lock.
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int length = 0;
        for (int one = in.read(); one >= 0; one = in.read()) {
            if (one != '\n') {
                length++;
                if (length <= LONGEST_LINE) {
                    line.write(one);
                }
                continue;
            }
            byte[] whole = length <= LONGEST_LINE ? checked(line.toByteArray()) : null;
            if (whole == null) {
                damaged++;
            } else {
                lines.line(whole);
            }
            line.reset();
            length = 0;
        }
        return length > 0 ? damaged + 1 : damaged;
    }

    /** The line without its checksum; null where that is another. One without, as older jobs wrote it, is as it is. */
    private static byte[] checked(byte[] line) {
        if (line.length > 0 && line[0] == '{') {
            return object(line) == null ? null : line;
        }
        if (line.length <= CHECKSUM_BYTES) {
            return null;
        }
        String said = new String(line, 0, CHECKSUM_BYTES - 1, StandardCharsets.ISO_8859_1);
        return said.equals(checksum(line, CHECKSUM_BYTES))
                ? Arrays.copyOfRange(line, CHECKSUM_BYTES, line.length)
                : null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
