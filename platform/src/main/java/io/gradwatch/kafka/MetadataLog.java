package io.gradwatch.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.FileRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's log of its topics. A broker that has lost its topics deletes their records, so a damaged log is refused
 * before Kafka reads it. A log that was cut between two batches looks whole; therefore a file beside it holds the
 * length of the log and the checksum of that length.
 */
final class MetadataLog {

    static final String NAME = "__cluster_metadata-0";

    private static final Logger LOG = LoggerFactory.getLogger(MetadataLog.class);
    private static final String FIRST = "00000000000000000000.log";
    private static final Pattern NOTE = Pattern.compile("(\\d{20}\\.log) (\\d{1,18}) (\\d{1,10})");

    private final Path folder;
    private final Path log;
    private final Path noteFile;

    /** Length in bytes and CRC-32C of the newest segment. */
    private record Note(String segment, long length, long checksum) {

        String text() {
            return segment + " " + length + " " + checksum;
        }
    }

    /** @param folder of the broker */
    MetadataLog(Path folder) {
        this.folder = folder;
        this.log = folder.resolve(NAME);
        this.noteFile = folder.resolve("metadata-log.length");
    }

    /**
     * Notes how long the log is, of what is on the disk.
     *
     * @throws IOException when it cannot be read or the note cannot be written
     */
    void note() throws IOException {
        List<Path> segments = segments();
        if (segments.isEmpty()) {
            return;
        }
        Path newest = segments.get(segments.size() - 1);
        try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        long length = goodBytes(newest.toFile());
        String text = new Note(newest.getFileName().toString(), length, checksum(newest, length)).text();
        WholeFile.write(noteFile, (text + "\n" + sum(text) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Looks at all of the log. After a kill the last batch may be cut, and after a power loss zeros may follow it, both
     * of which Kafka mends; anything else is damage.
     *
     * @throws IllegalStateException when it is damaged: which file, and what to do
     */
    void check() throws IOException {
        Optional<Note> note = noted();
        List<Path> segments = segments();
        if (note.isPresent()) {
            check(note.get(), segments);
        }
        boolean closed = Files.exists(folder.resolve(".kafka_cleanshutdown"));
        for (Path segment : segments) {
            long good = goodBytes(segment.toFile());
            if (good == Files.size(segment)) {
                continue;
            }
            boolean newest = segment.equals(segments.get(segments.size() - 1));
            // All bytes that the note counts are there, so zeros behind them were never records.
            boolean mended = isZeros(segment, good) ? !closed || note.isPresent() : !closed && isCut(segment, good);
            if (!newest || !mended) {
                throw damaged(segment + " is damaged at byte " + good);
            }
        }
    }

    private void check(Note note, List<Path> segments) throws IOException {
        Path segment = log.resolve(note.segment());
        if (!Files.exists(segment)) {
            // Kafka deletes a segment once a snapshot holds what it said, never the newest.
            if (segments.stream().noneMatch(other -> other.compareTo(segment) > 0)) {
                throw damaged(segment + " is missing");
            }
            return;
        }
        long length = Files.size(segment);
        if (length < note.length()) {
            throw damaged(segment + " has " + length + " bytes of the " + note.length() + " that it had");
        }
        if (checksum(segment, note.length()) != note.checksum()) {
            throw damaged(segment + " is damaged at byte " + goodBytes(segment.toFile()));
        }
    }

    /** True where the log begins with its first record, so that it needs no snapshots. */
    boolean isWhole() {
        return Files.exists(log.resolve(FIRST));
    }

    /** Snapshots of the log that are damaged. */
    List<Path> damagedSnapshots() throws IOException {
        List<Path> damaged = new ArrayList<>();
        for (Path snapshot : files(".checkpoint")) {
            if (goodBytes(snapshot.toFile()) != Files.size(snapshot)) {
                damaged.add(snapshot);
            }
        }
        return damaged;
    }

    IllegalStateException damaged(String what) {
        return new IllegalStateException(what
                + ": it says which topics Kafka has, and Kafka would delete the records of those that it no"
                + " longer knows. Nothing was changed. Put the file, and " + noteFile.getFileName()
                + " beside its folder, back from a copy of the data folder, or"
                + " move the folder " + folder + " away to begin with an empty Kafka; the history is kept");
    }

    private Optional<Note> noted() throws IOException {
        if (!Files.exists(noteFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(noteFile, StandardCharsets.ISO_8859_1);
        if (lines.size() == 2 && lines.get(1).equals(sum(lines.get(0)))) {
            Matcher note = NOTE.matcher(lines.get(0));
            if (note.matches()) {
                return Optional.of(
                        new Note(note.group(1), Long.parseLong(note.group(2)), Long.parseLong(note.group(3))));
            }
        }
        LOG.warn("{} is damaged: whether the metadata log of Kafka lost its end cannot be told", noteFile);
        return Optional.empty();
    }

    private List<Path> segments() throws IOException {
        return files(".log");
    }

    private List<Path> files(String ending) throws IOException {
        if (!Files.isDirectory(log)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isZeros(Path segment, long good) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        for (int at = Math.toIntExact(good); at < bytes.length; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCut(Path segment, long good) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int at = Math.toIntExact(good);
        int header = Long.BYTES + Integer.BYTES;
        return bytes.length - at < header
                || ByteBuffer.wrap(bytes, at + Long.BYTES, Integer.BYTES).getInt() > bytes.length - at - header;
    }

    /** Bytes of whole batches at the beginning of a file. */
    static long goodBytes(File segment) throws IOException {
        long good = 0;
        try (FileRecords records = FileRecords.open(segment, false)) {
            for (FileChannelRecordBatch batch : records.batches()) {
                batch.ensureValid();
                good += batch.sizeInBytes();
            }
        } catch (KafkaException | IllegalArgumentException e) {
            LOG.debug("{} ends at byte {}", segment, good, e);
        }
        return good;
    }

    private static long checksum(Path file, long length) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(file), 0, Math.toIntExact(length));
        return sum.getValue();
    }

    private static String sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toString(sum.getValue());
    }
}
