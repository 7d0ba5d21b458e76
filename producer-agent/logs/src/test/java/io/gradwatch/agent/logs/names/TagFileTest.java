package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagFileTest {

    private static final String CSV = "Wall time,Step,Value\n1712345678.5,0,2.5\n1712345688.5,10,1.5\n";
    private static final String JSON = "[[1712345678.5, 0, 2.5], [1712345688.5, 10, 1.5]]";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Train_Loss_small.csv", "run-train-tag-epoch_loss.csv", "run-.-tag-Loss_train.csv"})
    void tableOfOneTag_isOfTheLossThatTheFileNames(String file) {
        assertSteps(Logs.read(folder, file, CSV));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-train-tag-epoch_loss.json", "small train loss.json"})
    void listOfPoints_isOfTheLossThatTheFileNames(String file) {
        assertSteps(Logs.read(folder, file, JSON));
    }

    private static void assertSteps(Logs.Reading read) {
        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 10L);
        assertThat(read.rows()).extracting(LogRow::timeMillis).containsExactly(1712345678500L, 1712345688500L);
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(2.5, 1.5);
    }

    @Test
    void runOfTheValidation_isEvaluations() {
        Logs.Reading read = Logs.read(folder, "run-fit_validation-tag-epoch_loss.csv", CSV);

        assertThat(read.events())
                .extracting(event -> ((Evaluation) event.getEvent()).getLoss())
                .containsExactly(2.5, 1.5);
    }

    @Test
    void fileWithoutAName_isNoLoss() {
        assertThat(TagFile.name("run1.csv")).isEmpty();
        assertThat(TagFile.name("step.csv")).isEmpty();
    }
}
