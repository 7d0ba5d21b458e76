package io.gradwatch.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gradwatch.agent.logs.tensorboard.EventFileBytes;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever is in a log, its rows are records that can be sent, numbered without gaps, until the reader says why not.
 */
class LogFuzzTest {

    private static final List<String> NAMES = List.of(
            "run.csv", "run.tsv", "run.jsonl", "run.json", "trainer_state.json", "run.log", "run.wandb", "loss.txt");

    private static final int LONGEST_REFUSAL = 2_000;

    private static final Path FOLDER = folder();

    /** The first byte chooses the name of the file, the others are what is in it. */
    @FuzzTest
    void file(byte[] input) throws IOException {
        if (input.length > 0) {
            String name = NAMES.get((input[0] & 0xFF) % NAMES.size());
            check(name, Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** Records of an event file, whole and with the right checksums: the first byte of each is its length. */
    @FuzzTest
    void events(byte[] input) throws IOException {
        EventFileBytes file = new EventFileBytes();
        int at = 0;
        while (at < input.length) {
            int end = Math.min(input.length, at + 1 + (input[at] & 0xFF));
            file.raw(Arrays.copyOfRange(input, at + 1, end));
            at = end;
        }
        check("events.out.tfevents.1", file.bytes());
    }

    /** An event file as it is, its framing included. */
    @FuzzTest
    void eventFile(byte[] input) throws IOException {
        check("events.out.tfevents.2", input);
    }

    private static void check(String name, byte[] content) throws IOException {
        Path file = FOLDER.resolve(name);
        Files.write(file, content);
        Logs.Reading read = Logs.read(file);
        read.problem()
                .ifPresent(problem -> assertThat(problem)
                        .startsWith(file.toString())
                        .hasSizeLessThan(file.toString().length() + LONGEST_REFUSAL));
        long sequence = read.started() == null ? -1 : read.started().getOrigin().getSequence();
        for (Telemetry event : read.events()) {
            assertThat(event.getOrigin().getSequence()).isEqualTo(++sequence);
            assertThat(Topics.TELEMETRY.codec().encode(event)).isNotEmpty();
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("log-fuzz");
            NAMES.forEach(name -> folder.resolve(name).toFile().deleteOnExit());
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
