package io.gradwatch.agent.logs.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerStateRunLogTest {

    @TempDir
    Path folder;

    @Test
    void history_becomesStepsAndEvaluations() {
        Logs.Reading read = Logs.read(folder, "trainer_state.json", Logs.TRAINER_STATE);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::number).containsExactly(0L, 1L, 2L, 3L);
        assertThat(read.rows().get(0).events().get(0).getEvent())
                .isEqualTo(Step.newBuilder()
                        .setStep(10)
                        .setEpoch(0.5)
                        .setLoss(2.25)
                        .setGradientNorm(1.5)
                        .setLearningRate(0.001)
                        .setTensors(List.of())
                        .build());
        assertThat(read.rows().get(1).events())
                .singleElement()
                .extracting(event -> event.getEvent())
                .isEqualTo(Evaluation.newBuilder()
                        .setStep(10)
                        .setEpoch(1.0)
                        .setSplit(Split.TRAIN_VAL)
                        .setLoss(1.9)
                        .setMetrics(Map.of("accuracy", 0.6))
                        .setErrorTypes(List.of())
                        .build());
        Step notFinite = (Step) read.rows().get(2).events().get(0).getEvent();
        assertThat(notFinite.getGradientNorm()).isNaN();
        assertThat(notFinite.getLoss()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(notFinite.getMetrics()).isEqualTo(Map.of("reward", -2.0));
    }

    @Test
    void closingSummary_isNoStep() {
        Logs.Reading read = Logs.read(folder, "trainer_state.json", Logs.TRAINER_STATE);

        assertThat(read.rows().get(3).events()).isEmpty();
    }

    @Test
    void plainValuesAroundTheHistory_areHyperparameters() {
        RunStarted started = (RunStarted) Logs.read(folder, "trainer_state.json", Logs.TRAINER_STATE)
                .started()
                .getEvent();

        assertThat(started.getHyperparameters()).isEqualTo(Map.of("global_step", "30", "max_steps", "30"));
        assertThat(started.getFramework()).isEqualTo("transformers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"log_history": [{"step": 1, "loss": 2}, {"step": 2, "lo        | 1 | is not whole JSON
            {"log_history": [{"step": 1, "loss": 2}], "max_steps            | 1 | is not whole JSON
            {"log_history": [{"step": 1, "loss": 2}, {"step": 2, "loss": "low"}]} | 1 | loss was 'low'; expected a number
            {"log_history": [{"step": 1, "loss": 2}, {"step": -2}]}         | 1 | step was '-2'; expected a whole number
            {"log_history": [{"step": 1, "loss": 2}, 7]}                    | 1 | an entry of log_history was '7'; expected an object
            {"log_history": {"1": 2}}                                       | 0 | log_history was '{'; expected a list
            {"lm loss": {"1": 2}}                                           | 0 | has no log_history
            [1, 2]                                                          | 0 | starts with '['; expected an object
            """)
    void fileIsWrong_saysWhereAndWhat_afterTheRowsBefore(String content, int rowsBefore, String problem) {
        Logs.Reading read = Logs.read(folder, "trainer_state.json", content);

        assertThat(read.rows()).hasSize(rowsBefore);
        assertThat(read.problem())
                .get()
                .asString()
                .contains("trainer_state.json:1: ")
                .contains(problem);
    }

    @Test
    void latin1_isRefusedAfterTheRowsBefore() {
        String content = "{\"log_history\": [{\"step\": 1, \"loss\": 2},\n {\"note\": \"M\u00fcnchen\"}]}";

        Logs.Reading read = Logs.read(folder, "run.json", content.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read.rows()).hasSize(1);
        assertThat(read.problem()).get().asString().contains("run.json:2: is not whole JSON: Invalid UTF-8");
    }
}
