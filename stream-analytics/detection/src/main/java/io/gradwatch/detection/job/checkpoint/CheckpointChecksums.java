package io.gradwatch.detection.job.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The checksums of the files of one checkpoint, in a file beside them: a line {@code <CRC-32C, hexadecimal> <bytes>
 * <name>} for each, and one of the lines before it under the name {@link #NAME}. That of the metadata is taken of what
 * was written, those of the states are read back.
 */
final class CheckpointChecksums {

    /** Name of the file. */
    static final String NAME = "_checksums";

    /** A checkpoint has some files a task; what has more lines is none of ours. */
    private static final long LARGEST_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final Path checkpoint;
    private final CRC32C metadata = new CRC32C();
    private long metadataBytes;

    /** @param checkpoint folder of one that is being written */
    CheckpointChecksums(Path checkpoint) {
        this.checkpoint = checkpoint;
    }

    void addMetadata(byte[] bytes, int offset, int length) {
        metadata.update(bytes, offset, length);
        metadataBytes += length;
    }

    /** Writes the checksums of the metadata and of all files that are there. */
    void write() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (Path file : files(checkpoint)) {
            // Flink writes the metadata under this name and another, by the file system.
            if (!file.getFileName().toString().startsWith("_")
                    && !file.getFileName().toString().startsWith(".")) {
                lines.put(file.getFileName().toString(), checksum(file));
            }
        }
        lines.put(CheckpointFiles.METADATA, checksum(metadata, metadataBytes));
        StringBuilder text = new StringBuilder();
        lines.forEach((name, checksum) -> text.append(line(name, checksum)));
        text.append(line(NAME, checksum(text.toString())));
        Files.writeString(checkpoint.resolve(NAME), text);
    }

    /** True where the checkpoint has checksums; those of releases before 2026-12 have none. */
    static boolean isThere(Path checkpoint) {
        return Files.exists(checkpoint.resolve(NAME));
    }

    /**
     * @throws DamagedCheckpointException when a file is missing or not as it was written: which
     * @throws IOException when files cannot be read
     */
    static void verify(Path checkpoint) throws IOException {
        Path seal = checkpoint.resolve(NAME);
        if (Files.size(seal) > LARGEST_BYTES) {
            throw new DamagedCheckpointException(
                    seal + " has " + Files.size(seal) + " bytes, more than any that is written");
        }
        String text = new String(Files.readAllBytes(seal), StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        if (last == 0 || !text.substring(last).equals(line(NAME, checksum(text.substring(0, last))))) {
            throw new DamagedCheckpointException(seal + " is not as it was written");
        }
        for (String line : text.substring(0, last).split("\n")) {
            int name = line.indexOf(' ', line.indexOf(' ') + 1) + 1;
            Path file = checkpoint.resolve(line.substring(name));
            if (!Files.isRegularFile(file)) {
                throw new DamagedCheckpointException(file + " is missing");
            }
            if (!checksum(file).equals(line.substring(0, name - 1))) {
                throw new DamagedCheckpointException(file + " is not as it was written: its checksum is another");
            }
        }
    }

    static void remove(Path checkpoint) throws IOException {
        Files.deleteIfExists(checkpoint.resolve(NAME));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        }
    }

    private static String line(String name, String checksum) {
        return checksum + " " + name + "\n";
    }

    private static String checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return checksum(sum, bytes.length);
    }

    private static String checksum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        return checksum(sum, bytes);
    }

    private static String checksum(CRC32C sum, long bytes) {
        return String.format(Locale.ROOT, "%08x %d", sum.getValue(), bytes);
    }
}
