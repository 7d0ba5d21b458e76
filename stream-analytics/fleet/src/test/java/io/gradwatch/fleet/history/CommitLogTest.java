package io.gradwatch.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {

    private static final TopicPartition PARTITION = new TopicPartition("training.telemetry.v1", 0);
    private static final String LATER = "{\"first\":0,\"next\":10,\"generation\":0,\"files\":[{\"table\":\"ATOMS\","
            + "\"day\":\"2026-11-30\",\"path\":\"atoms/day=2026-11-30/0.parquet\",\"rows\":1,\"bytes\":1,\"runs\":[]}]}";

    @TempDir
    private Path root;

    @AutoClose
    private History history;

    private Path commits;

    @BeforeEach
    void open() throws IOException {
        history = new History(root, HistorySettings.defaults());
        commits = history.folder().commits(PARTITION);
        Files.createDirectories(commits);
    }

    @Test
    void commitOfALaterVersion_isNoDamage_andNoFileIsRemoved() throws IOException {
        Path commit = commits.resolve("00000000000000000000.json");
        Files.writeString(commit, LATER);
        Path data = root.resolve("steps/day=2026-11-30/00000000-0000-0000-0000-000000000000.parquet");
        Files.createDirectories(data.getParent());
        Files.writeString(data, "rows");

        assertThatThrownBy(() -> history.catalog().log(PARTITION).chain())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is of a later version of the history: it has the table ATOMS");
        assertThatThrownBy(() ->
                        new HistoryMaintenance(history).sweep(Instant.now().plusSeconds(3600)))
                .isInstanceOf(IOException.class);
        assertThat(commit).exists();
        assertThat(data).exists();
        assertThat(history.damage().found()).isEmpty();
    }

    @Test
    void replacedCommitsThatSayNothing_haveNoFiles() throws IOException {
        Files.writeString(commits.resolve("00000000000000000005.json"), "null");
        Files.writeString(commits.resolve("00000000000000000000.json"), LATER.replaceAll("\\[\\{.*}]", "[]"));
        Files.writeString(commits.resolve("00000000000000000006.json"), "{}");

        assertThat(history.catalog().log(PARTITION).replacedFiles()).isEmpty();
    }
}
