package io.gradwatch.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

    @Test
    void closedFolder_isGoneWithAllThatIsInIt() throws Exception {
        Path place;
        try (TemporaryFolder folder = new TemporaryFolder("gradwatch-test-")) {
            place = folder.path();
            Files.writeString(Files.createDirectories(place.resolve("a/b")).resolve("c"), "text");
        }

        assertThat(place).doesNotExist();
    }
}
