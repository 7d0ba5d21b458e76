package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs that MLflow's clients log. */
class MlflowIT extends MlflowRequests {

    @Test
    void wholeRun_arrivesAsStepsAndEvaluations() throws Exception {
        assertError(
                send(to("experiments/get-by-name?experiment_name=vision%20one").GET()), 404, "RESOURCE_DOES_NOT_EXIST");
        String experiment = post("experiments/create", "{\"name\":\"vision one\"}")
                .path("experiment_id")
                .asText();
        assertThat(mapper.readTree(send(to("experiments/get-by-name?experiment_name=vision%20one")
                                        .GET())
                                .body())
                        .path("experiment")
                        .path("experiment_id")
                        .asText())
                .isEqualTo(experiment);
        String run = createRun(experiment);
        post("runs/log-parameter", "{\"run_id\":\"" + run + "\",\"key\":\"lr\",\"value\":\"0.1\"}");
        metric(run, "loss", "1.5", 0);
        metric(run, "val_loss", "1.75", 0);
        post(
                "runs/log-batch",
                "{\"run_id\":\"" + run
                        + "\",\"metrics\":[{\"key\":\"loss\",\"value\":\"NaN\",\"step\":1,\"timestamp\":1},"
                        + "{\"key\":\"acc\",\"value\":0.5,\"step\":1,\"timestamp\":1},"
                        + "{\"key\":\"system/cpu\",\"value\":9,\"step\":77,\"timestamp\":1}],"
                        + "\"params\":[{\"key\":\"depth\",\"value\":\"3\"}],\"tags\":[]}");
        metric(run, "lr", "0.1", 1);
        update(run, "FINISHED");

        List<Telemetry> records = ended(run);
        List<RunStarted> started = only(RunStarted.class, records);
        assertThat(started.get(0).getProject()).isEqualTo("vision one");
        assertThat(started.get(0).getName()).isEqualTo("mlp");
        assertThat(started.get(0).getOwner()).isEqualTo("ada");
        assertThat(started.get(started.size() - 1).getHyperparameters())
                .containsEntry("lr", "0.1")
                .containsEntry("depth", "3");
        List<Step> steps = only(Step.class, records);
        assertThat(steps).extracting(Step::getStep).containsExactly(0L, 1L);
        assertThat(steps.get(0).getLoss()).isEqualTo(1.5);
        assertThat(steps.get(1).getLoss()).isNaN();
        assertThat(steps.get(1).getLearningRate()).isEqualTo(0.1);
        assertThat(steps.get(1).getMetrics()).containsEntry("accuracy", 0.5);
        Evaluation evaluation = only(Evaluation.class, records).get(0);
        assertThat(evaluation.getSplit()).isEqualTo(Split.TRAIN_VAL);
        assertThat(evaluation.getLoss()).isEqualTo(1.75);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(records.get(0).getEvent()).isInstanceOf(RunStarted.class);
    }

    @Test
    void tagsNotesAndParent_areThoseOfTheRun() throws Exception {
        String run = createRun("0");
        post(
                "runs/log-batch",
                "{\"run_id\":\"" + run + "\",\"metrics\":[],\"params\":[],\"tags\":["
                        + "{\"key\":\"baseline\",\"value\":\"true\"},{\"key\":\"data\",\"value\":\"<b>v2</b>\"},"
                        + "{\"key\":\"mlflow.note.content\",\"value\":\"warm-up\\nof 500\"},"
                        + "{\"key\":\"mlflow.parentRunId\",\"value\":\"sweep-1\"},"
                        + "{\"key\":\"mlflow.source.name\",\"value\":\"train.py\"}]}");
        post("runs/set-tag", "{\"run_id\":\"" + run + "\",\"key\":\"mlflow.runName\",\"value\":\"renamed\"}");
        update(run, "FINISHED");

        List<RunStarted> started = only(RunStarted.class, ended(run));
        RunStarted last = started.get(started.size() - 1);
        assertThat(last.getName()).isEqualTo("renamed");
        assertThat(last.getTags()).containsExactly("baseline", "data: <b>v2</b>");
        assertThat(last.getNotes()).isEqualTo("warm-up\nof 500");
        assertThat(last.getGroup()).isEqualTo("sweep-1");
    }

    @Test
    void stepWithoutALaterOne_isSentAfterAShortTime() throws Exception {
        String run = createRun("0");
        metric(run, "loss", "2", 5);
        topic.await(run, records -> !only(Step.class, records).isEmpty());
    }

    @Test
    void client_goesOnWithItsRunAfterARestartOfTheAgent() throws Exception {
        String run = createRun("0");
        metric(run, "loss", "2", 0);
        topic.await(run, records -> !only(Step.class, records).isEmpty());
        gateway.close();
        gateway = gateway(Optional.empty());

        metric(run, "loss", "1", 1);
        update(run, "FAILED");
        List<Telemetry> records = ended(run);
        assertThat(only(Step.class, records)).extracting(Step::getStep).containsExactly(0L, 1L);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.FAILED);
        List<Long> sequences = TelemetryTopic.sequences(records);
        assertThat(new HashSet<>(sequences)).hasSize(sequences.size());
        assertThat(sequences).isSorted();
        assertThat(records).allSatisfy(record -> {
            assertThat(record.getOrigin().getAttempt()).isZero();
            assertThat(record.getOrigin().getSession())
                    .isEqualTo(records.get(0).getOrigin().getSession());
        });
    }

    @Test
    void runThatIsTakenUpAgain_isItsNextAttempt() throws Exception {
        String run = createRun("0");
        update(run, "KILLED");
        ended(run);
        assertError(
                sent("runs/log-metric", "{\"run_id\":\"" + run + "\",\"key\":\"loss\",\"value\":1}"),
                400,
                "INVALID_PARAMETER_VALUE");
        update(run, "RUNNING");
        metric(run, "loss", "1", 3);
        List<Telemetry> records = topic.await(run, all -> !only(Step.class, all).isEmpty());
        assertThat(records.get(records.size() - 1).getOrigin().getAttempt()).isEqualTo(1);
        assertThat(only(RunEnded.class, records).get(0).getOutcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void filesOfOldRuns_areRemoved_andThoseOfOthersKept() throws Exception {
        String old = createRun("0");
        String recent = createRun("0");
        String running = createRun("0");
        update(old, "FINISHED");
        update(recent, "FINISHED");
        gateway.close();
        FileTime before = FileTime.from(Instant.now().minus(KEEP.plusHours(1)));
        Files.setLastModifiedTime(file(old), before);
        Files.setLastModifiedTime(file(recent), FileTime.from(Instant.now().minus(KEEP.minusHours(1))));
        Files.writeString(state.resolve("mlflow").resolve("notes.json"), "{}");
        Files.setLastModifiedTime(state.resolve("mlflow").resolve("notes.json"), before);
        gateway = gateway(Optional.empty());
        metric(running, "loss", "1", 0);
        assertThat(file(old)).doesNotExist();
        assertThat(file(recent)).exists();
        assertThat(file(running)).exists();
        assertThat(state.resolve("mlflow").resolve("notes.json")).exists();
        assertError(send(to("runs/get?run_id=" + old).GET()), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    private Path file(String run) {
        return state.resolve("mlflow").resolve(run + ".json");
    }
}
