package io.gradwatch.calibration.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.CauseModel;
import io.gradwatch.detection.diagnosis.Clues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CauseFitTest {

    private final Random random = new Random(1);

    @Test
    void aClueThatTellsTwoCausesApart_isLearnt_andTheTableIsTheSameAgain() {
        List<float[]> clues = new ArrayList<>();
        List<Cause> truth = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            boolean high = i % 2 == 0;
            clues.add(clues(high ? 2 + random.nextFloat() : random.nextFloat()));
            truth.add(high ? Cause.LEARNING_RATE_TOO_HIGH : Cause.CORRUPT_DATA);
        }
        CauseModel model = CauseFit.of(clues, truth);
        double[] scores = model.scores(clues(2.5f));
        assertThat(scores[model.causes().indexOf(Cause.LEARNING_RATE_TOO_HIGH)])
                .isGreaterThan(scores[model.causes().indexOf(Cause.CORRUPT_DATA)]);
        assertThat(CauseFit.of(clues, truth).toCsv()).isEqualTo(model.toCsv());
        assertThat(CauseModel.parse(model.toCsv().lines().toList()).toCsv()).isEqualTo(model.toCsv());
    }

    @Test
    void everyFaultOfTheLab_hasACauseThatItIsLearntAs_andThatIsRight() {
        List<String> faults = List.of("lr-jump", "gradients-not-zeroed", "sign-flipped", "too-little-data", "lr-zero");
        for (String fault : faults) {
            assertThat(AcceptedCauses.of(fault))
                    .contains(AcceptedCauses.primary(fault).orElseThrow());
        }
        assertThat(AcceptedCauses.of("optimizer-state-lost")).isEmpty();
    }

    private static float[] clues(float rateJump) {
        float[] clues = new float[Clues.names().size()];
        Arrays.fill(clues, Float.NaN);
        clues[Clues.names().indexOf("rate_jump")] = rateJump;
        return clues;
    }
}
