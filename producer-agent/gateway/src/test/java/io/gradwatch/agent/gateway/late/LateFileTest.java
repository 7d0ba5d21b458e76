package io.gradwatch.agent.gateway.late;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.LockingJob;
import io.gradwatch.service.testing.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateFileTest {

    private static final String HELLO = "{\"type\":\"hello\",\"late\":1,\"attempt\":null}";
    private static final String STEP = "{\"type\":\"record\",\"seq\":4}";

    @TempDir
    Path folder;

    @Test
    void fileOfALivingProcess_isLeft_untilItIsKilled() throws Exception {
        Path path = file(HELLO, STEP);
        try (JavaProcess job = JavaProcess.start(LockingJob.class, "locked", path.toString())) {
            assertThat(LateFile.open(path)).isEmpty();
            job.kill();
        }
        try (LateFile file = LateFile.open(path).orElseThrow()) {
            assertThat(file.summary().lastNumber()).isEqualTo(4);
        }
    }

    @Test
    void fileThatItsJobIsDeleting_isLeft() throws Exception {
        assertThat(LateFile.open(Files.createFile(folder.resolve("1.live")))).isEmpty();
    }

    @Test
    void attempt_isWrittenIntoTheBlanksOfTheHello_andTheTimeOfTheFileStays() throws Exception {
        Path path = file(HELLO + " ".repeat(8), STEP);
        FileTime changed = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(path, changed);
        try (LateFile file = LateFile.open(path).orElseThrow()) {
            file.noteAttempt(file.hello(), 12_345);
            try (JavaProcess other = JavaProcess.start(LockingJob.class, "taken", path.toString(), "once")) {
                assertThat(other.pid())
                        .as("another agent, which does not get it")
                        .isPositive();
            }
        }
        try (LateFile file = LateFile.open(path).orElseThrow()) {
            LateFile.Summary found = file.summary();
            assertThat(found.hello().path("attempt").asInt()).isEqualTo(12_345);
            assertThat(found.damaged()).isZero();
            assertThat(found.lastNumber()).isEqualTo(4);
        }
        assertThat(Files.getLastModifiedTime(path)).isEqualTo(changed);
    }

    @Test
    void helloWithoutRoom_staysAsItIs() throws Exception {
        Path path = file(HELLO, STEP);
        byte[] before = Files.readAllBytes(path);
        try (LateFile file = LateFile.open(path).orElseThrow()) {
            ObjectNode hello = file.hello();
            file.noteAttempt(hello, 12_345);
        }
        assertThat(path).hasBinaryContent(before);
    }

    private Path file(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            CRC32 sum = new CRC32();
            sum.update(line.getBytes(StandardCharsets.UTF_8));
            text.append("%08x %s\n".formatted(sum.getValue(), line));
        }
        return Files.writeString(folder.resolve("7.live"), text);
    }
}
