package io.gradwatch.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Event files of a training and of its evaluations in folders beside each other, as Keras writes them. */
class SplitFoldersTest extends FollowedJob {

    private static final String[] EPOCHS = {
        "0:started",
        "0:step 0 = 2.0",
        "0:eval 0 = 3.0",
        "0:step 1 = 1.0",
        "0:eval 1 = 2.0",
        "0:step 2 = 0.5",
        "0:eval 2 = 1.0"
    };

    private final ByteArrayOutputStream train = new ByteArrayOutputStream();
    private final ByteArrayOutputStream validation = new ByteArrayOutputStream();

    @Test
    void kerasByEpochs_isOneRun_inTheOrderOfTime() throws Exception {
        epochs();
        write();
        follow();
        assertThat(told("job/train")).containsExactly(EPOCHS);
        assertThat(told("job/validation")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void kerasByBatches_evaluationsAreAtTheIterationsOfTheTraining() throws Exception {
        for (int batch = 0; batch < 100; batch += 25) {
            train.writeBytes(EventFiles.scalar(1000 + batch, batch, "batch_loss", 2.0f));
        }
        keras(1060, 0, 60, 3.0f);
        keras(1090, 1, 90, 2.0f);
        write();
        follow();
        assertThat(told("job/train"))
                .containsExactly(
                        "0:started",
                        "0:step 0 = 2.0",
                        "0:step 25 = 2.0",
                        "0:step 50 = 2.0",
                        "0:eval 60 = 3.0",
                        "0:step 75 = 2.0",
                        "0:eval 90 = 2.0");
    }

    @Test
    void followersThatComeAndGo_tellItOnce() throws Exception {
        epochs();
        write();
        boolean more = true;
        while (more) {
            try (Following following = following()) {
                more = following.attachment.turn();
            }
        }
        assertThat(told("job/train")).containsExactly(EPOCHS);
    }

    @Test
    void evaluationsThatComeLater_joinTheRunThatIsFollowed() throws Exception {
        epochs();
        write("train", train);
        try (Following following = following()) {
            following.read();
            write("val", validation);
            clock.pass(Duration.ofSeconds(20));
            following.read();
        }
        assertThat(told("job/train"))
                .containsExactly(
                        "0:started",
                        "0:step 0 = 2.0",
                        "0:step 1 = 1.0",
                        "0:step 2 = 0.5",
                        "0:eval 0 = 3.0",
                        "0:eval 1 = 2.0",
                        "0:eval 2 = 1.0");
    }

    @Test
    void evaluationsInTheFolderOfTheTraining_areItsOwn() throws Exception {
        train.writeBytes(EventFiles.loss(1000, 10, 2.0f));
        validation.writeBytes(EventFiles.loss(1005, 10, 3.0f));
        train.writeBytes(EventFiles.loss(1010, 20, 1.0f));
        write(".", train);
        write("eval", validation);
        follow();
        assertThat(told("job")).containsExactly("0:started", "0:step 10 = 2.0", "0:eval 10 = 3.0", "0:step 20 = 1.0");
    }

    @Test
    void restartOfTheJob_isAnotherAttemptOfTraining() throws Exception {
        epochs();
        write();
        train.reset();
        train.writeBytes(EventFiles.scalar(1100, 1, "epoch_loss", 0.75f));
        keras(1101, 1, 20, 1.5f);
        Path later = logs.resolve("train/events.out.tfevents.2");
        Files.write(later, train.toByteArray());
        Files.setLastModifiedTime(later, FileTime.from(clock.instant().minusSeconds(60)));
        write("validation", validation);
        follow();
        assertThat(told("job/train"))
                .startsWith(EPOCHS)
                .endsWith("1:started", "1:step 1 = 0.75", "1:eval 1 = 1.5")
                .hasSize(EPOCHS.length + 3);
    }

    @Test
    void folderAlone_isARunOfTraining_andStaysOneWhenTheTrainingComesLater() throws Exception {
        epochs();
        write("validation", validation);
        try (Following following = following()) {
            following.read();
            write("train", train);
            clock.pass(Duration.ofSeconds(20));
            following.read();
        }
        assertThat(told("job/validation")).hasSize(7).contains("0:step 30 = 1.0");
        assertThat(told("job/train")).hasSize(4).contains("0:step 2 = 0.5");
    }

    @Test
    void separate_everyFolderIsARun() throws Exception {
        settings = new AttachSettings(
                settings.reading(),
                settings.runId(),
                "",
                "",
                false,
                false,
                settings.silentAfter(),
                settings.endedAfter(),
                settings.stateFolder());
        epochs();
        write();
        follow();
        assertThat(told("job/train")).hasSize(4).contains("0:step 2 = 0.5");
        assertThat(told("job/validation")).hasSize(7).contains("0:step 30 = 1.0");
    }

    /** Three epochs of ten batches. */
    private void epochs() {
        float loss = 2.0f;
        for (int epoch = 0; epoch < 3; epoch++, loss /= 2) {
            train.writeBytes(EventFiles.scalar(1000 + 10 * epoch, epoch, "epoch_loss", loss));
            keras(1001 + 10 * epoch, epoch, 10 * epoch + 10, loss == 2.0f ? 3.0f : 2 * loss);
        }
    }

    /** An evaluation as Keras tells it: by iterations, then by epochs. */
    private void keras(double wallSeconds, int epoch, int iterations, float loss) {
        validation.writeBytes(EventFiles.scalar(wallSeconds, iterations, "evaluation_loss_vs_iterations", loss));
        validation.writeBytes(EventFiles.scalar(wallSeconds, epoch, "epoch_loss", loss));
        validation.writeBytes(EventFiles.scalar(wallSeconds, epoch, "epoch_accuracy", 0.5f));
    }

    private void write() throws IOException {
        write("train", train);
        write("validation", validation);
    }

    private void write(String name, ByteArrayOutputStream bytes) throws IOException {
        Path place = Files.createDirectories(logs.resolve(name));
        Path file = Files.write(place.resolve("events.out.tfevents.1"), bytes.toByteArray());
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(60)));
    }
}
