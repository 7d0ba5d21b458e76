package io.gradwatch.agent.attach.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that goes on where it was read, and one that was written anew in its place. */
class FileIdentityTest {

    private static final String TEXT = "step,loss\n1,2.5\n";

    @TempDir
    Path folder;

    private Path file;
    private FileState read;

    @BeforeEach
    void readTheFile() throws IOException {
        file = Files.writeString(folder.resolve("log.csv"), TEXT);
        read = FileState.NEW
                .in(FileIdentity.of(file).orElseThrow().key(), TEXT.length())
                .beginningWith(FileIdentity.beginning(file, TEXT.length()), TEXT.length());
    }

    @Test
    void fileThatWasAppendedTo_continues() throws Exception {
        Files.writeString(file, "2,2.25\n", StandardOpenOption.APPEND);

        assertThat(FileIdentity.of(file).orElseThrow().continues(file, read)).isTrue();
    }

    @Test
    void fileThatWasCut_doesNot() throws Exception {
        Files.writeString(file, "step\n");

        assertThat(FileIdentity.of(file).orElseThrow().continues(file, read)).isFalse();
    }

    @Test
    void fileWithAnotherBeginning_doesNot() throws Exception {
        Files.writeString(file, TEXT.replace("loss", "cost") + "2,2.25\n");

        assertThat(FileIdentity.of(file).orElseThrow().continues(file, read)).isFalse();
    }

    @Test
    void anotherFileInItsPlace_doesNot() throws Exception {
        Path other = Files.writeString(folder.resolve("other.csv"), TEXT + "2,2.25\n");
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(FileIdentity.of(file).orElseThrow().continues(file, read)).isFalse();
    }

    @Test
    void missingFile_hasNone() {
        assertThat(FileIdentity.of(folder.resolve("none.csv"))).isEmpty();
        assertThat(FileIdentity.beginning(folder.resolve("none.csv"), 10)).isEqualTo(-1);
    }

    @Test
    void folderOfMetrics_hasTheBytesOfItsFiles() throws Exception {
        Path metrics = Files.createDirectories(folder.resolve("run/plots/metrics"));
        Files.writeString(metrics.resolve("loss.tsv"), "step\tloss\n1\t2.5\n");
        Files.writeString(metrics.resolve("acc.tsv"), "step\tacc\n");

        assertThat(FileIdentity.of(folder.resolve("run")).orElseThrow().bytes()).isEqualTo(25);
    }

    @Test
    void copyOfAPipe_hasAllOfIt_andOneThatBreaksStopsNothing() throws Exception {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("nobody reads");
            }
        };

        TeeInputStream whole = new TeeInputStream(new ByteArrayInputStream(bytes), copy);
        assertThat(whole.read()).isEqualTo('s');
        assertThat(whole.readAllBytes()).hasSize(bytes.length - 1);
        assertThat(whole.read()).isEqualTo(-1);
        assertThat(copy.toByteArray()).isEqualTo(bytes);
        assertThat(new TeeInputStream(new ByteArrayInputStream(bytes), broken).readAllBytes())
                .isEqualTo(bytes);
    }
}
