package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicOffsetsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutALoss_offsetsAreTheSame() throws IOException {
        TopicOffsets offsets = new TopicOffsets(folder);

        assertThat(offsets.toHistory(41)).isEqualTo(41);
        assertThat(offsets.toTopic(41)).isEqualTo(41);
    }

    @Test
    void afterALoss_newRecordsFollowTheHistory_alsoWhenReadAnew() throws IOException {
        new TopicOffsets(folder).cut(150, 100);

        TopicOffsets offsets = new TopicOffsets(folder);
        assertThat(offsets.toHistory(99)).isEqualTo(99);
        assertThat(offsets.toHistory(100)).isEqualTo(150);
        assertThat(offsets.toTopic(150)).isEqualTo(100);
        assertThat(offsets.toTopic(99)).isEqualTo(99);
        // Records that the topic has lost: what comes after them.
        assertThat(offsets.toTopic(120)).isEqualTo(100);
    }

    @Test
    void topicMadeAnew_afterALoss() throws IOException {
        TopicOffsets offsets = new TopicOffsets(folder);
        offsets.cut(150, 100);
        offsets.cut(400, 0);

        assertThat(offsets.toHistory(0)).isEqualTo(400);
        assertThat(offsets.toHistory(120)).isEqualTo(520);
        assertThat(offsets.toTopic(10)).isZero();
        assertThat(offsets.toTopic(410)).isEqualTo(10);
    }
}
