package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDescriptionTest {

    @Test
    void whatIsSaid_isKept() {
        ReferenceCurve curve = curve("paper", List.of(0.0, 100.0), List.of(2.3, 1.1));
        RunDescription said = RunDescription.builder()
                .name("mlp")
                .layer("0", "Dense", 25, "relu")
                .layer("1", "Output", 18)
                .singleBatch(true)
                .baselineLoss(1.5)
                .reference(curve)
                .references(List.of(curve("level", List.of(), List.of(0.9))))
                .build();
        assertThat(said.layers())
                .containsExactly(new Layer("0", "Dense", 25L, "relu"), new Layer("1", "Output", 18L, ""));
        assertThat(said.singleBatch()).isTrue();
        assertThat(said.baselineLoss()).isEqualTo(1.5);
        assertThat(said.references()).hasSize(2).contains(curve);
    }

    @Test
    void descriptionThatSaysNothing_hasNothing() {
        RunDescription said = RunDescription.named("mlp");
        assertThat(said.singleBatch()).isFalse();
        assertThat(said.baselineLoss()).isNull();
        assertThat(said.references()).isEmpty();
    }

    @Test
    void impossibleCurves_areLeftOut_andTheOthersKept() {
        RunDescription said = RunDescription.builder()
                .references(Arrays.asList(
                        null,
                        curve("empty", List.of(), List.of()),
                        curve("more places", List.of(1.0, 2.0), List.of(1.0)),
                        curve("two levels", List.of(), List.of(1.0, 2.0)),
                        curve("kept\u0007", List.of(1.0), List.of(1.0))))
                .build();
        assertThat(said.references())
                .extracting(ReferenceCurve::getName)
                .containsExactly(CleanText.of("kept\u0007", CleanText.MAX_NAME));
    }

    private static ReferenceCurve curve(String name, List<Double> at, List<Double> values) {
        return new ReferenceCurve(name, CurveSignal.VALIDATION_LOSS, CurveAxis.STEP, at, values);
    }
}
