package io.gradwatch.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgedPositionTest {

    private static final AcknowledgedPosition POSITION = new AcknowledgedPosition(12, 3_456);

    @TempDir
    Path folder;

    @Test
    void position_isReadAsItWasWritten() throws IOException {
        new AcknowledgedPosition(1, 1).write(folder);
        POSITION.write(folder);
        assertThat(AcknowledgedPosition.read(folder)).isEqualTo(POSITION);
        AcknowledgedPosition.delete(folder);
        assertThat(AcknowledgedPosition.read(folder)).isEqualTo(AcknowledgedPosition.START);
    }

    /** More is then sent again, and nothing is left out. */
    @Test
    void tornOrDamagedFile_isTheStart() throws IOException {
        POSITION.write(folder);
        Path file = folder.resolve("acknowledged");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(AcknowledgedPosition.read(folder)).isEqualTo(AcknowledgedPosition.START);
        }
        for (int place = 0; place < whole.length; place++) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 1;
            Files.write(file, damaged);
            assertThat(AcknowledgedPosition.read(folder)).isEqualTo(AcknowledgedPosition.START);
        }
    }
}
