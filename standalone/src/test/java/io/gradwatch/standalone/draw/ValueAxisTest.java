package io.gradwatch.standalone.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueAxisTest {

    @Test
    void axis_isChosenByTheRange() {
        assertThat(axis(1, 2, 3).name()).isEqualTo("linear");
        assertThat(axis(0.001, 1, 1).name()).isEqualTo("log");
        assertThat(axis(-1, 1, 0.5, 1000).name()).isEqualTo("symmetric log");
        assertThat(axis(-1, 0, 1).name()).isEqualTo("linear");
        assertThat(axis().name()).isEqualTo("linear");
    }

    @Test
    void heights_riseWithTheValues_withinThePanel() {
        for (ValueAxis axis : List.of(axis(1, 2, 3), axis(0.001, 1, 3), axis(-1, 1, 0.5, 1000), axis(3), axis(0))) {
            assertThat(axis.height(3)).isGreaterThan(axis.height(1));
            assertThat(axis.ticks())
                    .isNotEmpty()
                    .allSatisfy(tick -> assertThat(axis.height(tick)).isBetween(0.0, 1.0));
        }
        assertThat(axis(3).height(3)).isEqualTo(0.5);
        assertThat(axis(-Double.MAX_VALUE / 4, Double.MAX_VALUE / 4).height(0)).isEqualTo(0.5);
    }

    @Test
    void labels_areShort() {
        assertThat(List.of(0.05, 1200.0, 3e-4, 1e14, 0.0, -2.5, 1e-10))
                .extracting(ValueAxis::label)
                .containsExactly("0.05", "1200", "3e-4", "1e14", "0", "-2.5", "1e-10");
    }

    private static ValueAxis axis(double... values) {
        Series series = new Series("loss", Math.max(1, values.length));
        for (int i = 0; i < values.length; i++) {
            series.add(i, values[i]);
        }
        return ValueAxis.of(List.of(series));
    }
}
