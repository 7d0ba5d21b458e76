package io.gradwatch.agent.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Lines that a job left on disk, the hello first, each with its checksum before it. Open, it is locked: its job is gone
 * and no other agent takes it. A line that does not hold what was written is left out and counted.
 */
final class LateFile implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();
    /** Eight hexadecimal digits and a blank. */
    private static final int CHECKSUM_BYTES = 9;

    private static final int LONGEST_LINE = Connection.MAX_LINE_BYTES + CHECKSUM_BYTES;
    /** Of records: above it, nothing was numbered by a job. */
    private static final long HIGHEST_NUMBER = 1L << 62;

    private final Path path;
    private final FileChannel channel;

    /** A line, as a job says it. */
    @FunctionalInterface
    interface Taker {
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
            long number = last == null ? -1 : last.path("seq").asLong(-1);
            return number < HIGHEST_NUMBER ? number : -1;
        }

        /** Whether the job said how its run ended, or was of a version that said nothing else here. */
        boolean isWhole() {
            return last.has("ended") || !hello.has("late");
        }

        /** Whether the process could still run, on another host that shares the folder. */
        boolean isOfAnotherHost(String host, String boot) {
            return hello != null
                    && hello.has("host")
                    && !hello.path("host").asText().equals(host)
                    && !hello.path("boot").asText().equals(boot);
        }
    }

    private LateFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file that nobody else has; empty while its job lives, or another agent takes it.
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
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new LateFile(path, channel)) : Optional.empty();
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

    /** Hands out the records, without the hello. */
    void records(Taker records) throws IOException {
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
            JsonNode read = MAPPER.readTree(line);
            return read instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Hands out the lines that are whole. @return the count of the others */
    private long read(Taker lines) throws IOException {
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
        CRC32 sum = new CRC32();
        sum.update(line, CHECKSUM_BYTES, line.length - CHECKSUM_BYTES);
        String said = new String(line, 0, CHECKSUM_BYTES - 1, StandardCharsets.ISO_8859_1);
        String computed = String.format("%08x", sum.getValue());
        if (!said.equals(computed)) {
            return null;
        }
        byte[] rest = new byte[line.length - CHECKSUM_BYTES];
        System.arraycopy(line, CHECKSUM_BYTES, rest, 0, rest.length);
        return rest;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
