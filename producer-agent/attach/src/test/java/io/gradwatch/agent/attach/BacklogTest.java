package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.access.Host;
import io.gradwatch.schema.RunStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rows from before a log was followed, and rows since. */
class BacklogTest extends FollowedJob {

    @Test
    void whatWasThere_isBacklog_whatIsAppendedIsNot() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n2,2\n");
        try (Following following = following()) {
            following.read();
            append(file, "3,1.5\n");
            following.read();
        }

        assertThat(told("job")).hasSize(4);
        assertThat(backlog("job")).containsExactly(true, true, true, false);
    }

    @Test
    void runOfALog_declaresThisHost_soThatOldLogsOfAHostAreOneDigest() throws Exception {
        write("metrics.csv", "step,loss\n1,2.5\n");
        follow();

        RunStarted started = (RunStarted) spooled("job").get(0).getEvent();
        assertThat(started.getHost()).isNotEmpty().isEqualTo(Host.name());
    }

    @Test
    void logThatGoesOnAfterARestart_isNotBacklog() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n");
        follow();
        append(file, "2,2.0\n");
        follow();

        assertThat(backlog("job")).containsExactly(true, true, false);
    }

    @Test
    void oldLogThatIsOver_endsAsBacklog() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(3))));
        follow();

        assertThat(told("job")).last().asString().contains("ended");
        assertThat(backlog("job")).containsExactly(true, true, true);
    }

    @Test
    void endOfARunThatWroteBeforeOurEyes_isNews() throws Exception {
        trainerState("{\"step\": 1, \"loss\": 2.5}");
        try (Following following = following()) {
            following.read();
            clock.pass(Duration.ofSeconds(1));
            trainerState(
                    "{\"step\": 1, \"loss\": 2.5}, {\"step\": 2, \"loss\": 2}, {\"step\": 2, \"train_runtime\": 5}");
            following.read();
        }

        assertThat(told("job")).last().asString().contains("ended FINISHED");
        assertThat(backlog("job")).containsExactly(true, true, false, false);
    }

    @Test
    void logThatAppearsLater_isBacklogOnlyAsFarAsItIsOlder() throws Exception {
        write("first.csv", "step,loss\n1,2.5\n");
        try (Following following = following()) {
            following.read();
            clock.pass(Duration.ofSeconds(10));
            write("new.csv", "step,loss\n1,2.5\n");
            Path copied = write("copied.csv", "step,loss\n1,2.5\n");
            Files.setLastModifiedTime(copied, FileTime.from(clock.instant().minus(Duration.ofHours(1))));
            following.read();
        }

        assertThat(backlog("job/new")).containsExactly(false, false);
        assertThat(backlog("job/copied")).containsExactly(true, true);
    }

    private void trainerState(String history) throws Exception {
        Files.createDirectories(logs.resolve("checkpoint-1"));
        write("checkpoint-1/trainer_state.json", "{\"log_history\": [" + history + "]}");
    }
}
