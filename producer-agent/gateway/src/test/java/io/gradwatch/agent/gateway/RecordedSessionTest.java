package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSessionTest {

    private static final String HELLO =
            "{\"type\":\"hello\",\"protocol\":1,\"session\":7,\"runId\":\"digits\",\"rank\":0}\n";
    private static final String STEP = "{\"type\":\"record\",\"seq\":0,\"at\":5,\"step\":{\"step\":3,\"loss\":0.5,"
            + "\"optimizer\":{\"parameters\":4,\"missing\":1,\"missingNames\":[\"a\"],\"gradientsKept\":true}}}\n";

    @TempDir
    private Path folder;

    @Test
    void compressedLines_areTheRecordsThatTheJobSent() throws IOException {
        Path file = folder.resolve("digits.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((HELLO + STEP).getBytes(StandardCharsets.UTF_8));
        }
        List<Telemetry> records = new ArrayList<>();
        new RecordedSession(file).read(records::add);
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.getOrigin().getRunId()).isEqualTo("digits");
            Step step = (Step) record.getEvent();
            assertThat(step.getLoss()).isEqualTo(0.5);
            assertThat(step.getOptimizer().getMissingNames()).containsExactly("a");
            assertThat(step.getOptimizer().getGradientsKept()).isTrue();
            assertThat(step.getOptimizer().getAscent()).isNull();
        });
    }

    @Test
    void recordBeforeTheHello_andWhatIsNoLine_areNamedByFileAndLine() throws IOException {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, STEP);
        assertThatThrownBy(() -> new RecordedSession(file).read(record -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad.jsonl:1");
        Files.writeString(file, HELLO + "{\n");
        assertThatThrownBy(() -> new RecordedSession(file).read(record -> {})).hasMessageContaining("bad.jsonl:2");
    }
}
