package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowedEventFilesTest extends FollowedJob {

    @Test
    void eventFileOfARestartedJob_isANewAttempt() throws Exception {
        events("events.out.tfevents.1", 1000, 1, 2, 3);
        events("events.out.tfevents.2", 1060, 2, 3, 4);
        clock.pass(Duration.ofMinutes(1));
        follow();
        assertThat(told("job"))
                .containsExactly(
                        "0:started",
                        "0:step 1 = 0.5",
                        "0:step 2 = 0.5",
                        "0:step 3 = 0.5",
                        "1:started",
                        "1:step 2 = 0.5",
                        "1:step 3 = 0.5",
                        "1:step 4 = 0.5");
    }

    @Test
    void eventFileOfAWriterBesides_isTheSameAttempt() throws Exception {
        events("events.out.tfevents.1", 1000, 1, 2, 3);
        events("events.out.tfevents.2", 1001, 2, 3, 4);
        clock.pass(Duration.ofMinutes(1));
        follow();
        assertThat(told("job"))
                .containsExactly(
                        "0:started",
                        "0:step 1 = 0.5",
                        "0:step 2 = 0.5",
                        "0:step 3 = 0.5",
                        "0:step 3 = 0.5",
                        "0:step 4 = 0.5");
    }

    @Test
    void rowAtHandOfAnEventFile_isSentOnceTheJobIsQuiet() throws Exception {
        events("events.out.tfevents.1", 1000, 1, 2);
        try (Following following = following()) {
            following.read();
            assertThat(following.attachment.progress()).singleElement().hasToString("job: 1 rows, to step 1");
            clock.pass(Duration.ofSeconds(10));
            following.read();
        }
        follow();
        assertThat(told("job")).containsExactly("0:started", "0:step 1 = 0.5", "0:step 2 = 0.5");
    }

    private void events(String name, double wallSeconds, int... steps) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < steps.length; i++) {
            bytes.writeBytes(EventFiles.loss(wallSeconds + i, steps[i], 0.5f));
        }
        Path file = Files.write(logs.resolve(name), bytes.toByteArray());
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }
}
