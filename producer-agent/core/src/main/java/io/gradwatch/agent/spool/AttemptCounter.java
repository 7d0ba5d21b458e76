package io.gradwatch.agent.spool;

import io.gradwatch.schema.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counts the starts of a run on this host, for jobs that are restarted by something that does not count. */
public final class AttemptCounter {

    private static final int NAME_BYTES = 16;
    private static final int MAX_DIGITS = 12;

    private AttemptCounter() {}

    /**
     * The number of this start, from 0, and counts it. Ranks count apart: they start together.
     *
     * @param folder of the counters, made if it is missing
     * @throws IOException when the counter cannot be kept
     */
    public static synchronized int next(Path folder, String runId, int rank) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(Sha256.hex(runId + '\0' + rank, NAME_BYTES));
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            int attempt = parse(channel);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((attempt + 1 + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return attempt;
        }
    }

    /** Next attempt by the file; 0 where that cannot be read. */
    private static int parse(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_DIGITS);
        channel.read(bytes, 0);
        try {
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
            return Math.max(0, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
