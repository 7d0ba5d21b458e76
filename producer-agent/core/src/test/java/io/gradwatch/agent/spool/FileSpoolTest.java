package io.gradwatch.agent.spool;

import static io.gradwatch.agent.spool.Records.KEY;
import static io.gradwatch.agent.spool.Records.append;
import static io.gradwatch.agent.spool.Records.bytes;
import static io.gradwatch.agent.spool.Records.expected;
import static io.gradwatch.agent.spool.Records.readAll;
import static io.gradwatch.agent.spool.Records.text;
import static io.gradwatch.agent.spool.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.spool.Spool.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolTest {

    private static final SpoolLimits LIMITS = new SpoolLimits(64 << 10, 4 << 10, 1 << 20);

    @TempDir
    Path path;

    private SpoolFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = SpoolFolder.open(path, "");
    }

    @Test
    void emptySpool_holdsNothing() throws IOException {
        FileSpool spool = session(1);
        assertThat(spool.pendingBytes()).isZero();
        assertThat(spool.next()).isNull();
        spool.rewind();
        assertThat(spool.next()).isNull();
        spool.close();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void records_comeInOrderAcrossSegmentsAndLeaveNothingBehind() throws IOException {
        FileSpool spool = session(1);
        append(spool, 0, 1_000);
        assertThat(segments()).hasSizeGreaterThan(3);

        List<SpooledRecord> records = readAll(spool);
        assertThat(texts(records)).isEqualTo(expected(0, 1_000));
        assertThat(records).allSatisfy(record -> assertThat(record.key()).isEqualTo(KEY));
        records.forEach(spool::acknowledge);

        assertThat(spool.pendingBytes()).isZero();
        assertThat(segments()).as("only the growing one").hasSize(1);
        spool.close();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void reading_followsWhatIsAppended() throws IOException {
        FileSpool spool = session(1);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            append(spool, i, i + 1);
            SpooledRecord record = spool.next();
            read.add(text(record));
            spool.acknowledge(record);
            assertThat(spool.next()).isNull();
            assertThat(spool.pendingBytes()).isZero();
        }
        assertThat(read).isEqualTo(expected(0, 600));
        spool.close();
    }

    @Test
    void whatIsNotFlushed_isPendingButNotReadYet() throws IOException {
        FileSpool spool = session(1);
        spool.append(bytes("a"), Priority.ORDINARY);
        assertThat(spool.next()).isNull();
        assertThat(spool.pendingBytes()).isEqualTo(9);
        spool.flush();
        assertThat(text(spool.next())).isEqualTo("a");
        spool.close();
    }

    @Test
    void rewind_readsAgainFromTheOldestUnacknowledged() throws IOException {
        FileSpool spool = session(1);
        append(spool, 0, 500);
        List<SpooledRecord> records = readAll(spool);
        records.subList(0, 123).forEach(spool::acknowledge);

        spool.rewind();

        assertThat(texts(readAll(spool))).isEqualTo(expected(123, 500));
        spool.close();
    }

    @Test
    void closedSpool_isAdoptedWithWhatWasNotAcknowledged() throws IOException {
        FileSpool spool = session(1);
        append(spool, 0, 500);
        readAll(spool).subList(0, 200).forEach(spool::acknowledge);
        spool.close();

        List<FileSpool> orphans = folder.adoptOrphans(LIMITS, met -> {});

        assertThat(orphans).hasSize(1);
        FileSpool orphan = orphans.get(0);
        assertThat(orphan.key()).isEqualTo(KEY);
        List<SpooledRecord> left = readAll(orphan);
        assertThat(texts(left)).isEqualTo(expected(200, 500));
        left.forEach(orphan::acknowledge);
        assertThat(orphan.pendingBytes()).isZero();
        orphan.close();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void closedWithoutFlush_keepsWhatWasAppended() throws IOException {
        FileSpool spool = session(1);
        spool.append(bytes("record 0"), Priority.ORDINARY);
        spool.close();
        assertThat(texts(readAll(folder.adoptOrphans(LIMITS, met -> {}).get(0))))
                .isEqualTo(expected(0, 1));
    }

    @Test
    void livingSession_isNotAdopted() throws IOException {
        FileSpool spool = session(1);
        append(spool, 0, 10);
        assertThat(folder.adoptOrphans(LIMITS, met -> {})).isEmpty();
        assertThat(folder.adoptOrphans(LIMITS, met -> {})).isEmpty();
        spool.close();
        assertThat(folder.adoptOrphans(LIMITS, met -> {})).hasSize(1);
        assertThat(folder.adoptOrphans(LIMITS, met -> {}))
                .as("held by the first to come")
                .isEmpty();
    }

    @Test
    void fullSpool_dropsTheNewestButKeepsAReserveForWhatIsEssential() throws IOException {
        FileSpool spool = session(1);
        int taken = 0;
        while (spool.append(bytes("record " + taken), Priority.ORDINARY)) {
            taken++;
        }
        spool.flush();
        assertThat(spool.append(bytes("one longer record"), Priority.ORDINARY)).isFalse();
        assertThat(spool.append(bytes("ended"), Priority.ESSENTIAL)).isTrue();
        while (spool.append(bytes("essential"), Priority.ESSENTIAL)) {
            spool.flush();
        }
        assertThat(spool.diskBytes()).isLessThanOrEqualTo(LIMITS.totalBytes());

        List<SpooledRecord> records = readAll(spool);
        assertThat(texts(records.subList(0, taken))).isEqualTo(expected(0, taken));
        records.forEach(spool::acknowledge);
        assertThat(spool.append(bytes("again"), Priority.ORDINARY)).isTrue();
        spool.close();
    }

    @Test
    void otherSessions_takeOfTheSameRoom() throws IOException {
        FileSpool first = session(1);
        int taken = 0;
        while (first.append(bytes("record " + taken), Priority.ORDINARY)) {
            taken++;
        }
        first.close();

        FileSpool second = session(2);
        assertThat(second.append(bytes("one longer record"), Priority.ORDINARY)).isFalse();
        assertThat(second.append(bytes("started"), Priority.ESSENTIAL)).isTrue();
        second.close();
    }

    @Test
    void recordLargerThanASegment_isKept() throws IOException {
        FileSpool spool = session(1);
        String large = "x".repeat(20_000);
        spool.append(bytes("a"), Priority.ORDINARY);
        spool.append(bytes(large), Priority.ORDINARY);
        spool.append(bytes("b"), Priority.ORDINARY);
        spool.flush();
        assertThat(texts(readAll(spool))).containsExactly("a", large, "b");
        spool.close();
    }

    @Test
    void tornPosition_sendsMoreAgain() throws IOException {
        FileSpool spool = session(1);
        append(spool, 0, 100);
        readAll(spool).subList(0, 50).forEach(spool::acknowledge);
        spool.close();
        Path position = path.resolve("sessions/0000000000000001/acknowledged");
        byte[] bytes = Files.readAllBytes(position);
        bytes[12] ^= 1;
        Files.write(position, bytes);

        assertThat(texts(readAll(folder.adoptOrphans(LIMITS, met -> {}).get(0))))
                .isEqualTo(expected(0, 100));
    }

    @Test
    void randomUse_neverLosesOrReorders() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            randomUse(new Random(seed), seed);
        }
    }

    private void randomUse(Random random, long seed) throws IOException {
        FileSpool spool = session(100 + seed);
        List<SpooledRecord> underWay = new ArrayList<>();
        int appended = 0;
        int acknowledged = 0;
        for (int action = 0; action < 2_000; action++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    if (spool.append(bytes("record " + appended), Priority.ORDINARY)) {
                        appended++;
                    }
                }
                case 3 -> spool.flush();
                case 4, 5, 6 -> {
                    SpooledRecord record = spool.next();
                    if (record != null) {
                        assertThat(text(record)).isEqualTo("record " + (acknowledged + underWay.size()));
                        underWay.add(record);
                    }
                }
                case 7, 8 -> {
                    if (!underWay.isEmpty()) {
                        spool.acknowledge(underWay.remove(0));
                        acknowledged++;
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        spool.rewind();
                        underWay.clear();
                    }
                }
            }
            assertThat(spool.pendingBytes() == 0).isEqualTo(appended == acknowledged);
        }
        spool.close();
    }

    private FileSpool session(long session) throws IOException {
        return folder.openSession(session, KEY, LIMITS);
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<Path> segments() throws IOException {
        return filesLeft().stream()
                .filter(file -> file.toString().endsWith(Segment.ENDING))
                .toList();
    }
}
