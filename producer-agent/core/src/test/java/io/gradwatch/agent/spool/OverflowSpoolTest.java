package io.gradwatch.agent.spool;

import static io.gradwatch.agent.spool.Records.KEY;
import static io.gradwatch.agent.spool.Records.append;
import static io.gradwatch.agent.spool.Records.bytes;
import static io.gradwatch.agent.spool.Records.expected;
import static io.gradwatch.agent.spool.Records.readAll;
import static io.gradwatch.agent.spool.Records.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradwatch.agent.spool.Spool.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverflowSpoolTest {

    private static final SpoolLimits LIMITS = new SpoolLimits(1 << 20, 4 << 10, 1 << 16);
    /** Every write to it fails as on a full disk (ENOSPC). */
    private static final Path FULL_DISK = Path.of("/dev/full");

    @TempDir
    Path path;

    @Test
    void diskFullAtTheNextSegment_goesOnInMemoryInOrder() throws IOException {
        assumeTrue(Files.exists(FULL_DISK), "this system has no /dev/full");
        FileSpool files = SpoolFolder.open(path, "").openSession(1, KEY, LIMITS);
        OverflowSpool spool = new OverflowSpool(files, new MemorySpool(KEY, 1 << 20, new AtomicLong()));
        Path second = path.resolve("sessions/0000000000000001/000000000001" + Segment.ENDING);
        Files.createSymbolicLink(second, FULL_DISK);

        append(spool, 0, 1_000);

        assertThat(spool.trouble()).startsWith("the spool cannot be written: java.io.IOException: No space left");
        List<SpooledRecord> records = readAll(spool);
        assertThat(texts(records)).isEqualTo(expected(0, 1_000));
        assertThat(records.get(999).segment()).isEqualTo(SpooledRecord.IN_MEMORY);
        spool.rewind();
        assertThat(texts(readAll(spool))).isEqualTo(expected(0, 1_000));
        records.forEach(spool::acknowledge);
        assertThat(spool.pendingBytes()).isZero();
        spool.close();
    }

    @Test
    void folderRemovedUnderTheAgent_losesNothingThatComesAfter() throws IOException {
        FileSpool files = SpoolFolder.open(path, "").openSession(1, KEY, LIMITS);
        OverflowSpool spool = new OverflowSpool(files, new MemorySpool(KEY, 1 << 20, new AtomicLong()));
        Files.delete(path.resolve("sessions/0000000000000001"));

        append(spool, 0, 100);

        List<SpooledRecord> records = readAll(spool);
        assertThat(texts(records)).isEqualTo(expected(0, 100));
        records.forEach(spool::acknowledge);
        assertThat(spool.pendingBytes()).isZero();
        spool.close();
    }

    @Test
    void memory_isBoundedWithAReserve() {
        MemorySpool memory = new MemorySpool(KEY, 80, new AtomicLong());
        for (int i = 0; i < 7; i++) {
            assertThat(memory.append(bytes("0123456789"), Priority.ORDINARY)).isTrue();
        }
        assertThat(memory.append(bytes("0123456789"), Priority.ORDINARY)).isFalse();
        assertThat(memory.append(bytes("0123456789"), Priority.ESSENTIAL)).isTrue();
        assertThat(memory.append(bytes("0"), Priority.ESSENTIAL)).isFalse();
        assertThat(memory.pendingBytes()).isEqualTo(80);
        readAll(memory).forEach(memory::acknowledge);
        assertThat(memory.pendingBytes()).isZero();
    }

    @Test
    void placeThatIsNoFolder_isRefused() throws IOException {
        Path file = Files.createFile(path.resolve("file"));
        assertThatThrownBy(() -> SpoolFolder.open(file.resolve("spool"), "")).isInstanceOf(IOException.class);
    }

    @Test
    void attempts_areCountedPerRunAndRank() throws IOException {
        Path folder = path.resolve("attempts");
        assertThat(AttemptCounter.next(folder, "run", 0)).isZero();
        assertThat(AttemptCounter.next(folder, "run", 0)).isEqualTo(1);
        assertThat(AttemptCounter.next(folder, "run", 1)).isZero();
        assertThat(AttemptCounter.next(folder, "../run\0", 0)).isZero();
        assertThat(AttemptCounter.next(folder, "run", 0)).isEqualTo(2);
        try (var files = Files.list(folder)) {
            for (Path counter : files.toList()) {
                Files.writeString(counter, "garbage");
            }
        }
        assertThat(AttemptCounter.next(folder, "run", 0)).isZero();
        assertThat(AttemptCounter.next(folder, "run", 0)).isEqualTo(1);
    }
}
