package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FollowedLogsTest extends FollowedJob {

    @Test
    void rowsAreSentOnce_alsoAfterARestart() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n2,2");
        follow();
        append(file, ".25\n3,2.0\n");
        follow();
        follow();
        assertThat(told("job")).containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "0:step 3 = 2.0");
        assertThat(sequences("job")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(problems).isEmpty();
    }

    @Test
    void csvWrittenAnewWithAColumnMore_goesOnBehindWhatWasSent() throws Exception {
        write("metrics.csv", "step,loss\n1,2.5\n2,2.25\n");
        try (Following following = following()) {
            following.read();
            write("metrics.csv", "step,loss,val_loss\n1,2.5,\n");
            following.read();
            write("metrics.csv", "step,loss,val_loss\n1,2.5,\n2,2.25,\n2,,2.4\n");
            following.read();
        }
        assertThat(told("job")).containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "0:eval 2 = 2.4");
    }

    @Test
    void sameStartButNoMoreRows_isARestartOfTheJob() throws Exception {
        write("metrics.csv", "step,loss\n1,2.5\n2,2.25\n");
        try (Following following = following()) {
            following.read();
            write("metrics.csv", "step,loss\n1,2.5\n");
            following.read();
            clock.pass(Duration.ofSeconds(6));
            following.read();
        }
        assertThat(told("job"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "1:started", "1:step 1 = 2.5");
    }

    @Test
    void rotatedText_isReadToItsEndAndGoesOnInTheNewFile() throws Exception {
        Path file = write("train.log", "iter 1: loss 2.5, t\niter 2: loss 2.25, t\n");
        try (Following following = following()) {
            following.read();
            append(file, "iter 3: loss 2.0, t\n");
            Files.move(file, folder.resolve("train.log.1"));
            write("train.log", "iter 4: loss 1.75, t\n");
            following.read();
        }
        assertThat(told("job"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "0:step 3 = 2.0", "0:step 4 = 1.75");
    }

    @Test
    void stepsFarBack_areANewAttempt_slightlyBackAreLeftOut() throws Exception {
        write("log.jsonl", """
                {"step": 10, "loss": 3}
                {"step": 20, "loss": 2}
                {"step": 15, "loss": 9}
                {"step": 30, "loss": 1}
                {"step": 40, "loss": 0.5}
                {"step": 0, "loss": 4}
                """);
        follow();
        assertThat(told("job"))
                .containsExactly(
                        "0:started",
                        "0:step 10 = 3.0",
                        "0:step 20 = 2.0",
                        "0:step 30 = 1.0",
                        "0:step 40 = 0.5",
                        "1:started",
                        "1:step 0 = 4.0");
    }

    @Test
    void checkpointsOfOneRun_areOneHistory_andItsSummaryIsTheEnd() throws Exception {
        trainerState("checkpoint-1", "{\"step\": 1, \"loss\": 2.5}");
        try (Following following = following()) {
            following.read();
            clock.pass(Duration.ofSeconds(1));
            trainerState("checkpoint-2", "{\"step\": 1, \"loss\": 2.5}, {\"step\": 2, \"loss\": 2.25}");
            following.read();
        }
        clock.pass(Duration.ofSeconds(1));
        trainerState(
                "checkpoint-3",
                "{\"step\": 1, \"loss\": 2.5}, {\"step\": 2, \"loss\": 2.25}, {\"step\": 2, \"train_runtime\": 5}");
        follow();
        assertThat(told("job"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:step 2 = 2.25", "0:ended FINISHED at 2");
    }

    @Test
    void readOnceToItsEnd_ended_andWhatComesLaterIsAnotherAttempt() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n");
        try (Following following = following()) {
            following.read();
            following.attachment.end();
            following.attachment.end();
        }
        append(file, "2,2.25\n");
        follow();
        assertThat(told("job"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:ended UNKNOWN at 1", "1:started", "1:step 2 = 2.25");
    }

    @Test
    void lastEpochOfKeras_isTheEnd_andWhatFollowsInTheFileIsAnotherAttempt() throws Exception {
        Path file = write("train.log", "Epoch 1/1\n10/10 - 3s - loss: 0.5\n");
        try (Following following = following()) {
            following.read();
            append(file, "Epoch 1/2\n10/10 - 3s - loss: 0.25\n");
            following.read();
            append(file, "Epoch 2/2\n10/10 - 3s - loss: 0.125\n");
        }
        follow();
        assertThat(told("job"))
                .containsExactly(
                        "0:started",
                        "0:step 1 = 0.5",
                        "0:ended FINISHED at 1",
                        "1:started",
                        "1:step 1 = 0.25",
                        "1:step 2 = 0.125",
                        "1:ended FINISHED at 2");
    }

    @Test
    void brokenRow_isToldOnce_andTheRestIsSent() throws Exception {
        Path file = write("a.csv", "step,loss\n1,2.5\nx,2\n3,1\n");
        try (Following following = following()) {
            following.read();
            assertThat(following.attachment.news())
                    .anyMatch(news -> news.startsWith("job/a: read as: step ← step, train_loss ← loss; 2 rows"))
                    .anyMatch(news -> news.contains("a.csv:3: step was 'x'"));
            append(file, "x,2\n4,1\n");
            clock.pass(Duration.ofSeconds(11));
            following.read();
            assertThat(following.attachment.news()).isEmpty();
        }
        assertThat(told("job/a")).containsExactly("0:started", "0:step 1 = 2.5", "0:step 3 = 1.0", "0:step 4 = 1.0");
        assertThat(problems).isEmpty();
    }

    @Test
    void severalTrainingsInAFile_areAttempts() throws Exception {
        Path file = write("a.csv", "epoch,loss\n0,3\n1,2\n2,1\n");
        try (Following following = following()) {
            following.read();
            append(file, "0,3\n1,2\n");
            following.read();
        }
        assertThat(told("job/a"))
                .containsExactly(
                        "0:started",
                        "0:step 0 = 3.0",
                        "0:step 1 = 2.0",
                        "0:step 2 = 1.0",
                        "1:started",
                        "1:step 0 = 3.0",
                        "1:step 1 = 2.0");
    }

    @Test
    void folderOfMetrics_isARunThatGoesOn() throws Exception {
        write("meta.yaml", "run_id: a\n");
        Files.createDirectories(logs.resolve("metrics"));
        Path loss = write("metrics/train_loss", "1700000000000 2.5 0\n");
        Files.createDirectories(logs.resolve("b"));
        write("b/history.json", "{\"loss\": [0.5, 0.25]}");
        try (Following following = following()) {
            following.read();
            assertThat(following.attachment.news())
                    .anyMatch(news ->
                            news.endsWith("2 logs of 2 runs; not read, as their names are of no log: 1 *.yaml"));
            append(loss, "1700000001000 1.5 10\n");
            following.read();
        }
        assertThat(told("job")).containsExactly("0:started", "0:step 0 = 2.5", "0:step 10 = 1.5");
        assertThat(told("job/b")).containsExactly("0:started", "0:step 0 = 0.5", "0:step 1 = 0.25");
    }

    @Test
    void fromNow_leavesOutWhatWasThere() throws Exception {
        settings = new AttachSettings(
                LogReading.asTheyTell(),
                settings.runId(),
                "vision",
                "",
                true,
                true,
                settings.silentAfter(),
                settings.endedAfter(),
                settings.stateFolder());
        Path file = write("metrics.csv", "step,loss\n1,2.5\n");
        try (Following following = following()) {
            following.read();
            append(file, "2,2.25\n");
            write("later.csv", "step,loss\n1,1.5\n");
            clock.pass(Duration.ofSeconds(3));
            following.read();
        }
        assertThat(told("job")).containsExactly("0:started", "0:step 2 = 2.25");
        assertThat(told("job/later")).containsExactly("0:started", "0:step 1 = 1.5");
    }

    @Test
    void logThatWasOldWhenItWasMet_isOfARunThatIsOver_andAnotherRowIsAnotherAttempt() throws Exception {
        Path file = write("metrics.csv", "step,loss\n1,2.5\n");
        clock.pass(Duration.ofHours(3));
        follow();
        append(file, "2,2.25\n");
        follow();
        assertThat(told("job"))
                .containsExactly("0:started", "0:step 1 = 2.5", "0:ended UNKNOWN at 1", "1:started", "1:step 2 = 2.25");
    }

    @Test
    void fileThatIsMissing_isWaitedFor() throws Exception {
        Path file = logs.resolve("later.csv");
        try (Following following = following(file)) {
            following.read();
            assertThat(problems).singleElement().asString().contains("does not exist yet");
            write("later.csv", "step,loss\n1,2.5\n");
            clock.pass(Duration.ofSeconds(3));
            following.read();
        }
        assertThat(told("job/later")).containsExactly("0:started", "0:step 1 = 2.5");
    }

    @Test
    void twoWhoFollowTheSame_theSecondIsRefused() throws Exception {
        write("metrics.csv", "step,loss\n1,2.5\n");
        try (Following first = following()) {
            first.read();
            try (Following second = following()) {
                second.read();
            }
        }
        assertThat(problems).singleElement().asString().contains("is followed already");
        assertThat(told("job")).hasSize(2);
    }

    private void trainerState(String checkpoint, String history) throws IOException {
        Path place = Files.createDirectories(logs.resolve(checkpoint));
        Path file = Files.writeString(
                place.resolve("trainer_state.json"), "{\"global_step\": 1, \"log_history\": [" + history + "]}");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }
}
