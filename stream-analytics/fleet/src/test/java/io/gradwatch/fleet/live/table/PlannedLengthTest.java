package io.gradwatch.fleet.live.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedLengthTest {

    @Test
    void namesOfTheFrameworks_areUnderstood() {
        assertThat(PlannedLength.steps(Map.of("max_steps", "1000"))).isEqualTo(1000);
        assertThat(PlannedLength.steps(Map.of("trainer.Max-Steps", "1e3"))).isEqualTo(1000);
        assertThat(PlannedLength.epochs(Map.of("num_train_epochs", "3.5"))).isEqualTo(3.5);
        assertThat(PlannedLength.epochs(Map.of("train/epochs", "3"))).isEqualTo(3);
    }

    @Test
    void noLimitOrNoNumber_isUnknown() {
        assertThat(PlannedLength.steps(Map.of("max_steps", "-1", "epochs", "3")))
                .isNull();
        assertThat(PlannedLength.steps(Map.of("max_steps", "many"))).isNull();
        assertThat(PlannedLength.steps(Map.of("max_steps", "Infinity"))).isNull();
        assertThat(PlannedLength.epochs(Map.of())).isNull();
    }

    @Test
    void severalNames_theMostExactCounts() {
        assertThat(PlannedLength.steps(Map.of("iterations", "7", "max_steps", "1000")))
                .isEqualTo(1000);
    }
}
