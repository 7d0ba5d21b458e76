package io.gradwatch.agent.gateway.late;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Whatever a file of late records holds: each line is handed out whole or counted as damaged, each time alike. */
class LateFileFuzzTest {

    private static final Path FILE = file();

    /** The file as it is. */
    @FuzzTest
    void bytes(byte[] input) throws IOException {
        if (input.length == 0) {
            // A job empties what it deletes, so that such a file is left alone.
            return;
        }
        LateFile.Summary summary = check(input);
        long ends = 0;
        for (byte one : input) {
            ends += one == '\n' ? 1 : 0;
        }
        long unfinished = input[input.length - 1] != '\n' ? 1 : 0;
        assertThat(summary.records() + summary.damaged()).isLessThanOrEqualTo(ends + unfinished);
    }

    /** The lines of the input, each with its right checksum: none is damaged. */
    @FuzzTest
    void lines(byte[] input) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n")) {
            if (!line.isEmpty()) {
                byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                file.writeBytes(String.format("%08x ", sum.getValue()).getBytes(StandardCharsets.US_ASCII));
                file.writeBytes(bytes);
                file.write('\n');
            }
        }
        if (file.size() > 0) {
            assertThat(check(file.toByteArray()).damaged()).isZero();
        }
    }

    private static LateFile.Summary check(byte[] content) throws IOException {
        Files.write(FILE, content);
        try (LateFile file = LateFile.open(FILE).orElseThrow()) {
            LateFile.Summary summary = file.summary();
            List<byte[]> records = new ArrayList<>();
            file.records(records::add);
            assertThat(records).hasSize((int) summary.records());
            if (summary.hello() != null && summary.last() != null) {
                assertThat(summary.lastNumber()).isBetween(-1L, 1L << 62);
                summary.isWhole();
            }
            if (summary.hello() != null) {
                LateFile.isOfAnotherHost(summary.hello(), "host", "boot");
            }
            return summary;
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("late-fuzz", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
