package io.gradwatch.agent.logs.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricFolderTest {

    @TempDir
    Path folder;

    @Test
    void metricsOfDvclive_areMergedByStep() throws IOException {
        write("plots/metrics/train/loss.tsv", "step\tloss\n0\t2.5\n1\t1.5\n");
        write("plots/metrics/val/loss.tsv", "timestamp\tstep\tloss\n1700000000\t1\t2.0\n");
        write("plots/metrics/lr.tsv", "step\tlr\n0\t0.1\n1\tbroken\n");

        Logs.Reading read = Logs.read(folder);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L);
        assertThat(((Step) read.events().get(0).getEvent()).getLearningRate()).isEqualTo(0.1);
        assertThat(((Evaluation) read.events().get(2).getEvent()).getLoss()).isEqualTo(2);
        assertThat(read.understanding().hints()).anyMatch(hint -> hint.contains("lr.tsv:3: has no step and value"));
    }

    @Test
    void runOfMlflow_hasItsParametersAndItsName() throws IOException {
        write("meta.yaml", "run_id: a\n");
        write("metrics/train_loss", "1700000000000 2.5 0\n1700000001000 nan 10\n");
        write("metrics/eval/accuracy", "1700000001000 0.5 10\n");
        write("params/lr", "0.001");
        write("tags/mlflow.runName", "quick-fox");

        Logs.Reading read = Logs.read(folder);

        RunStarted started = (RunStarted) read.started().getEvent();
        assertThat(started.getName()).isEqualTo("quick-fox");
        assertThat(started.getHyperparameters()).containsEntry("lr", "0.001");
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 10L);
        assertThat(read.rows()).extracting(LogRow::timeMillis).containsExactly(1_700_000_000_000L, 1_700_000_001_000L);
        assertThat(((Step) read.events().get(1).getEvent()).getLoss()).isNaN();
        assertThat(MetricFolder.runOf(folder.resolve("metrics/eval/accuracy"))).contains(folder);
        assertThat(MetricFolder.runOf(folder.resolve("params/lr"))).isEmpty();
    }

    @Test
    void tablesInTheFolderItself_areThoseOfTheFirstDvclive() throws IOException {
        write("loss.tsv", "timestamp\tstep\tloss\n1700000000000\t0\t2.5\n1700000001000\t1\t1.5\n");
        write("val_loss.tsv", "timestamp\tstep\tval_loss\n1700000000000\t0\t2.75\n1700000001000\t1\t2\n");

        Logs.Reading read = Logs.read(folder);

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L);
        assertThat(read.understanding().signals()).containsKeys("train_loss", "val_loss");
        assertThat(MetricFolder.runOf(folder.resolve("loss.tsv"))).contains(folder);
    }

    @Test
    void folderWithoutMetrics_isAProblem() {
        assertThat(Logs.read(folder).problem()).get().asString().contains("is a folder");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
