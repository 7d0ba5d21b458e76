package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.attach.file.StandardInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextWithoutTrainingTest extends FollowedJob {

    private static final String BUILD = "Compiling foo v1.0\nCompiling bar v1.1\nFinished release in 35.2s\n";

    @Test
    void readOnce_isSaidToHaveNoTraining_withItsFirstLines() throws Exception {
        write("build.log", BUILD);
        try (Following following = following()) {
            following.read();
            assertThat(problems).isEmpty();
            following.attachment.end();
            assertThat(following.attachment.lastNews()).noneMatch(news -> news.contains("read as"));
        }
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("build.log", "starts with 'Compiling foo v1.0", "has no lines of a training")
                .doesNotContain("the rows before are sent");
    }

    @Test
    void growing_isSaidToBeNothingBeforeItsTrainingBegins() throws Exception {
        Path file = write("train.log", BUILD);
        try (Following following = following()) {
            following.read();
            clock.pass(Duration.ofMinutes(5));
            following.read();
            assertThat(following.attachment.news()).noneMatch(news -> news.contains("read as"));
            append(file, "step 10 loss: 2.5\nstep 20 loss: 2.25\nstep 30 loss: 2.0\n");
            following.read();
            assertThat(following.attachment.lastNews())
                    .anyMatch(news -> news.contains("read as: step \u2190 step, train_loss \u2190 loss; 3 rows"));
        }
        assertThat(problems).isEmpty();
        assertThat(told("job")).endsWith("0:step 20 = 2.25", "0:step 30 = 2.0");
    }

    @Test
    void rowsWithoutALoss_areWarnedOf() throws Exception {
        write("train.log", "epoch 1 accuracy: 0.5\nepoch 2 accuracy: 0.6\nepoch 3 accuracy: 0.7\n");
        try (Following following = following()) {
            following.attachment.turn();
            following.attachment.end();
            assertThat(following.attachment.lastNews()).anyMatch(news -> news.contains("no loss was found in 3 rows"));
        }
    }

    @Test
    void lastRowOfALogThatIsReadOnce_isSent() throws Exception {
        write("train.log", "step 10 loss: 2.5\nstep 20 loss: 2.25\nstep 30 loss: 2.0");
        try (Following following = following()) {
            following.read();
            following.attachment.end();
        }
        assertThat(told("job")).contains("0:step 30 = 2.0", "0:ended UNKNOWN at 30");
    }

    @Test
    void pipe_saysWhatItWasReadAs() throws Exception {
        StandardInput input = new StandardInput(
                new ByteArrayInputStream(
                        "step 10 loss: 2.5\nstep 20 loss: 2.25\nstep 30 loss: 2.0\n".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                clock);
        settings = AttachSettings.defaults(folder.resolve("state"));
        try (Following following = new Following(input)) {
            following.attachment.turn();
            assertThat(input.endsWithin(Duration.ofSeconds(20))).isTrue();
            following.read();
            assertThat(following.attachment.lastNews()).anyMatch(news -> news.contains("read as: step \u2190 step"));
        }
        assertThat(problems).isEmpty();
    }
}
