package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogFileTest {

    @TempDir
    private Path folder;

    @Test
    void floodOfTheSame_isCut_andWhatCameBeforeItStays() throws Exception {
        try (LogFile file = LogFile.open(folder)) {
            assertThat(file).isNotNull();
            LoggerFactory.getLogger("first").warn("what began it");
            for (int i = 0; i < 20_000; i++) {
                LoggerFactory.getLogger("flood").error("the same again");
            }
        }
        List<String> lines = Files.readAllLines(LogFile.of(folder));
        assertThat(lines.get(0)).endsWith("what began it");
        assertThat(lines).hasSizeBetween(400, 2_000);
    }
}
