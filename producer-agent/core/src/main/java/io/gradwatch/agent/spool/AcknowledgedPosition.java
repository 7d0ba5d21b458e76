package io.gradwatch.agent.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * End of what Kafka has acknowledged of a session, in a file beside its segments: segment (8 bytes), offset (8),
 * CRC-32C (4). It saves the next agent from sending again what was sent; where it is missing or torn, more is sent
 * again.
 *
 * @param segment number of the segment
 * @param offset where the first record starts that is not acknowledged, bytes from the start of the file
 */
record AcknowledgedPosition(long segment, long offset) {

    static final AcknowledgedPosition START = new AcknowledgedPosition(0, 0);

    private static final String FILE = "acknowledged";
    private static final int BODY_BYTES = 16;

    static AcknowledgedPosition read(Path folder) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
            if (bytes.length != BODY_BYTES + Integer.BYTES) {
                return START;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            AcknowledgedPosition position = new AcknowledgedPosition(buffer.getLong(), buffer.getLong());
            return buffer.getInt() == crc(bytes) ? position : START;
        } catch (IOException e) {
            return START;
        }
    }

    void write(Path folder) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BODY_BYTES + Integer.BYTES);
        buffer.putLong(segment).putLong(offset).putInt(crc(buffer.array()));
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(FILE).toFile(), "rw")) {
            file.write(buffer.array());
        }
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BODY_BYTES);
        return (int) crc.getValue();
    }
}
