package io.gradwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The curves of the demo's jobs, recorded from DL4J, get the alerts that the demo promises and no others. */
class DemoRunsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "healthy:",
                "exploding: loss_spike exploding nan",
                "oscillating: oscillating",
                "overfitting: overfitting"
            })
    void curveOfADemoJob_getsItsClasses(String job, String classes) throws IOException {
        TestRun run = TestRun.ofAllJudged();
        for (String line : Files.readAllLines(Path.of("src/test/resources/runs/demo-" + job + ".csv"))) {
            if (!line.startsWith("step")) {
                feed(run, line.split(",", -1));
            }
        }
        assertThat(run.firing().stream().map(Alert::getAlertClass).distinct())
                .containsExactlyInAnyOrder(classes == null ? new String[0] : classes.split(" "));
    }

    private static void feed(TestRun run, String[] cells) {
        long number = Long.parseLong(cells[0]);
        Step step = TestRun.stepOf(number, value(cells[2]), value(cells[6]));
        step.setLearningRate(value(cells[7]));
        run.send(step);
        if (!cells[3].isEmpty()) {
            Evaluation evaluation = TestRun.evaluationOf(number, Split.TRAIN_VAL, value(cells[3]));
            run.send(evaluation);
        }
    }

    private static Double value(String cell) {
        return switch (cell) {
            case "" -> null;
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.valueOf(cell);
        };
    }
}
