package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.detection.sketch.Features;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final TreeModel TREES = new TreeModel.Builder()
            .tree()
            .split(2, 0.1f, 1, 2, true)
            .leaf(-1.5f)
            .leaf(2.5f)
            .build();

    private final Judge judge = new Judge(TREES, 0.5, 1, List.of("fitted to three runs"));

    @Test
    void probability_isTheLogisticOfTheCalibratedMargin() {
        assertThat(judge.probability(-2.0)).isCloseTo(0.5, Offset.offset(1e-12));
        assertThat(judge.probability(1e9)).isEqualTo(1);
        assertThat(judge.probability(-1e9)).isZero();
    }

    @Test
    void text_isReadAsItWasWritten() {
        Judge read = Judge.parse("blow-up.txt", judge.toText().lines().toList());

        float[] inputs = new float[Features.all().size()];
        assertThat(read.probability(inputs)).isEqualTo(judge.probability(inputs));
        assertThat(read.toText()).isEqualTo(judge.toText());
    }

    @Test
    void featuresInAnotherOrder_areFoundByName() {
        String third = Features.all().get(2);

        Judge read = Judge.parse("j", List.of("calibration 1 0", "features gone " + third, "1<0.5,1,2,R -1.0 1.0"));

        float[] inputs = new float[Features.all().size()];
        inputs[2] = 1;
        assertThat(read.trees().margin(inputs)).isEqualTo(1);
    }

    @Test
    void treeOverAFeatureThatIsGone_isNamed() {
        assertThatThrownBy(() -> Judge.parse("j", List.of("features gone", "0<0.5,1,2,R -1.0 1.0")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("j:2: ")
                .hasMessageContaining("'gone'");
    }

    @Test
    void brokenTree_isNamed() {
        assertThatThrownBy(() -> Judge.parse("j", List.of("features a", "much")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("j:2: 'much'");
    }
}
