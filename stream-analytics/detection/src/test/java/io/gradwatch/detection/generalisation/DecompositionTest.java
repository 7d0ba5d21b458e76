package io.gradwatch.detection.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.generalisation.ErrorAnalysis.Priority;
import io.gradwatch.detection.testkit.ComparedRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K15 to K20 with the numbers of the lecture. */
class DecompositionTest {

    @ParameterizedTest
    @CsvSource({
        "20, 27, 28, 19, 7, 1, BIAS",
        "7, 19, 20, 6, 12, 1, VARIANCE",
        "3, 10, 10, 2, 7, 0, VARIANCE",
        "0.8, 12, 12, -0.2, 11.2, 0, VARIANCE",
        "1.5, 5, 6, 0.5, 3.5, 1, VARIANCE",
        "1.7, 4, 4, 0.7, 2.3, 0, VARIANCE",
        "2, 2.5, 2.6, 1, 0.5, 0.1, BIAS",
        "0.6, 0.9, 1.0, -0.4, 0.3, 0.1, ",
    })
    void runningExample_isReproducedColumnByColumn(
            double train, double val, double test, double bias, double variance, double overfitting, Part next) {
        Decomposition column = Decomposition.of(new SplitErrors(train, val, Double.NaN, test), 1);
        assertThat(column.parts().get(Part.BIAS)).isCloseTo(bias, within(1e-9));
        assertThat(column.parts().get(Part.VARIANCE)).isCloseTo(variance, within(1e-9));
        assertThat(column.parts().get(Part.VALIDATION_OVERFITTING)).isCloseTo(overfitting, within(1e-9));
        assertThat(column.parts()).doesNotContainKey(Part.SHIFT);
        assertThat(column.next().orElse(null)).isEqualTo(next);
        assertThat(column.reached()).isEqualTo(next == null);
    }

    @Test
    void twoValidationSets_tellShiftFromOverfittingOfTheSet() {
        Decomposition four = Decomposition.of(new SplitErrors(2, 3, 8, 9), 1);
        assertThat(four.parts())
                .containsExactly(
                        entry(Part.BIAS, 1.0),
                        entry(Part.VARIANCE, 1.0),
                        entry(Part.SHIFT, 5.0),
                        entry(Part.VALIDATION_OVERFITTING, 1.0));
        assertThat(four.next()).contains(Part.SHIFT);
    }

    @Test
    void whatWasNotMeasured_leavesItsPartsOut() {
        Decomposition noGoal = Decomposition.of(new SplitErrors(2, 3, Double.NaN, Double.NaN), Double.NaN);
        assertThat(noGoal.parts()).containsOnlyKeys(Part.VARIANCE);
        assertThat(noGoal.reached()).isFalse();
        Decomposition trainOnly = Decomposition.of(new SplitErrors(2, Double.NaN, Double.NaN, Double.NaN), 1);
        assertThat(trainOnly.parts()).containsOnlyKeys(Part.BIAS);
    }

    @Test
    void remedies_leaveOutWhatTheRunHas() {
        RunStarted declared = TestRun.startedOf("digits");
        declared.setHyperparameters(Map.of("weight_decay", "0", "augmentation", "flip"));
        assertThat(Remedies.of(Part.BIAS, declared))
                .extracting(Advice::getText)
                .doesNotContain("Regularize less.")
                .startsWith("Take a bigger model.");
        assertThat(Remedies.of(Part.VARIANCE, declared))
                .extracting(Advice::getText)
                .startsWith("Add training data.", "Add batch or layer normalization.", "Add dropout.");
    }

    @Test
    void errorAnalysis_ranksTheLecturesExample() {
        assertThat(ErrorAnalysis.rank(shares(Split.TRAIN_VAL), shares(Split.TEST_VAL)))
                .extracting(type -> type.name() + " " + type.priority())
                .containsExactly("night scenes HIGH", "reflections MEDIUM", "hard-to-see pedestrians LOW");
    }

    @Test
    void errorAnalysis_takesTypesThatOneSplitDoesNotName() {
        assertThat(ErrorAnalysis.rank(Map.of("a", 0.2), Map.of("b", 0.2)))
                .extracting(ErrorAnalysis.Type::priority)
                .containsExactly(Priority.HIGH, Priority.MEDIUM);
        assertThat(ErrorAnalysis.rank(Map.of(), Map.of())).isEmpty();
    }

    private static Map<String, Double> shares(Split split) {
        return ComparedRuns.errorTypes(split).stream()
                .collect(Collectors.toMap(ErrorType::getName, ErrorType::getShare));
    }
}
