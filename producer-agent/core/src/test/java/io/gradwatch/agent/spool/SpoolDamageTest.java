package io.gradwatch.agent.spool;

import static io.gradwatch.agent.spool.Records.KEY;
import static io.gradwatch.agent.spool.Records.append;
import static io.gradwatch.agent.spool.Records.bytes;
import static io.gradwatch.agent.spool.Records.expected;
import static io.gradwatch.agent.spool.Records.readAll;
import static io.gradwatch.agent.spool.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.spool.Spool.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not hold what was written: what stands before the damage is sent, nothing else, and nothing stops. */
class SpoolDamageTest {

    private static final SpoolLimits LIMITS = new SpoolLimits(1 << 20, 4 << 10, 1 << 16);
    private static final int RECORDS = 3;
    private static final int HEADER = SegmentFormat.headerBytes(KEY.length);
    private static final int FRAME = SegmentFormat.FRAME_OVERHEAD + "record 0".length();

    @TempDir
    Path path;

    private SpoolFolder folder;
    private int orphans;

    @BeforeEach
    void open() throws IOException {
        folder = SpoolFolder.open(path, "");
    }

    @Test
    void segmentTruncatedAtEveryByte_givesTheWholeFramesBeforeTheCut() throws IOException {
        byte[] whole = segmentBytes();
        for (int length = 0; length < whole.length; length++) {
            FileSpool orphan = orphan(Arrays.copyOf(whole, length));
            int frames = Math.max(0, length - HEADER) / FRAME;
            if (orphan == null) {
                assertThat(frames).isZero();
            } else {
                assertGives(orphan, frames);
                // A header is written at once: half of one is damage, half of a frame is what a death leaves.
                boolean halfHeader = length >= SegmentFormat.headerBytes(0) && length < HEADER;
                assertThat(orphan.damagedSegments()).as("cut at %s", length).isEqualTo(halfHeader ? 1 : 0);
            }
            assertThat(sessions()).as("cut at %s", length).isEmpty();
        }
    }

    @Test
    void everyBitFlipped_givesOnlyWhatWasWrittenAndIsSeen() throws IOException {
        byte[] whole = segmentBytes();
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            FileSpool orphan = orphan(flipped);
            int intact = Math.max(0, bit / Byte.SIZE - HEADER) / FRAME;
            assertGives(orphan, intact);
            assertThat(sessions()).as("bit %s", bit).isEmpty();
        }
        assertThat(damaged()).as("kept for a person, not too many").hasSize(8);
    }

    @Test
    void garbageInPlaceOfTheSegment_isSetAside() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            FileSpool orphan = orphan(garbage);
            if (orphan != null) {
                assertGives(orphan, 0);
            }
            assertThat(sessions()).isEmpty();
        }
    }

    @Test
    void damagedSegment_isFollowedByTheNext() throws IOException {
        FileSpool spool = folder.openSession(1, KEY, LIMITS);
        append(spool, 0, 1_000);
        spool.close();
        List<Path> segments = segments();
        byte[] first = Files.readAllBytes(segments.get(0));
        first[HEADER + 2 * FRAME + FRAME - 1] ^= 1;
        Files.write(segments.get(0), first);

        FileSpool orphan = folder.adoptOrphans(LIMITS, met -> {}).get(0);
        List<SpooledRecord> records = readAll(orphan);

        assertThat(texts(records.subList(0, 2))).isEqualTo(expected(0, 2));
        assertThat(texts(records.subList(2, records.size()))).isEqualTo(expected(1_000 - (records.size() - 2), 1_000));
        assertThat(orphan.damagedSegments()).isEqualTo(1);
        orphan.rewind();
        assertThat(readAll(orphan))
                .as("what is good of the damaged one is still there")
                .hasSameSizeAs(records);
        records.forEach(orphan::acknowledge);
        assertThat(orphan.pendingBytes()).isZero();
        orphan.close();
        assertThat(sessions()).isEmpty();
        assertThat(damaged()).hasSize(1);
    }

    @Test
    void growingSegmentDamagedUnderTheAgent_costsItsRestOnly() throws IOException {
        FileSpool spool = folder.openSession(1, KEY, LIMITS);
        append(spool, 0, 10);
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[HEADER + 4 * FRAME + 10] ^= 1;
        Files.write(segment, bytes);
        spool.append(bytes("record 10"), Priority.ORDINARY);

        List<SpooledRecord> records = readAll(spool);
        append(spool, 11, 13);
        List<SpooledRecord> later = readAll(spool);

        assertThat(texts(records)).isEqualTo(expected(0, 4));
        assertThat(texts(later)).isEqualTo(expected(10, 13));
        records.forEach(spool::acknowledge);
        later.forEach(spool::acknowledge);
        assertThat(spool.pendingBytes()).isZero();
        spool.close();
        assertThat(sessions()).isEmpty();
    }

    /** Expects the first records and then the end, and that all of it can be acknowledged away. */
    private void assertGives(FileSpool orphan, int records) {
        List<SpooledRecord> read = readAll(orphan);
        assertThat(texts(read)).isEqualTo(expected(0, records));
        read.forEach(orphan::acknowledge);
        assertThat(orphan.pendingBytes()).isZero();
        orphan.close();
    }

    private byte[] segmentBytes() throws IOException {
        FileSpool spool = folder.openSession(1, KEY, LIMITS);
        append(spool, 0, RECORDS);
        byte[] bytes = Files.readAllBytes(segments().get(0));
        readAll(spool).forEach(spool::acknowledge);
        spool.close();
        assertThat(bytes).hasSize(HEADER + RECORDS * FRAME);
        return bytes;
    }

    /** The spool of a dead process with one segment of the given bytes; null when nothing of it needs to be read. */
    private FileSpool orphan(byte[] segment) throws IOException {
        Path session = path.resolve("sessions").resolve("orphan-" + orphans++);
        Files.createDirectories(session);
        Files.write(Segment.in(session, 0).path, segment);
        List<FileSpool> adopted = folder.adoptOrphans(LIMITS, met -> {});
        return adopted.isEmpty() ? null : adopted.get(0);
    }

    private List<Path> segments() throws IOException {
        return sessions().stream()
                .filter(file -> file.toString().endsWith(Segment.ENDING))
                .sorted()
                .toList();
    }

    private List<Path> sessions() throws IOException {
        return files(path.resolve("sessions"));
    }

    private List<Path> damaged() throws IOException {
        return files(path.resolve("damaged"));
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
