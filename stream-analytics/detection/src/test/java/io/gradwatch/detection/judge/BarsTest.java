package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BarsTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final Bars BARS = new Bars(List.of(new Bars.Row(0.05, 0.6), new Bars.Row(0.02, 0.9)));

    @Test
    void rateOfTheTable_hasItsBar() {
        assertThat(BARS.of(0.05)).isCloseTo(0.6, EXACT);
        assertThat(BARS.of(0.02)).isCloseTo(0.9, EXACT);
    }

    @Test
    void rateBetweenTwo_liesBetweenTheirBars() {
        assertThat(BARS.of(0.03)).isBetween(0.6, 0.9);
    }

    @Test
    void rateOutsideOfTheTable_hasTheNearestBar() {
        assertThat(BARS.of(0.001)).isCloseTo(0.9, EXACT);
        assertThat(BARS.of(0.5)).isCloseTo(0.6, EXACT);
    }

    @Test
    void higherBarAtAHigherRate_isLowered() {
        Bars bars = new Bars(List.of(new Bars.Row(0.02, 0.5), new Bars.Row(0.05, 0.7)));

        assertThat(bars.of(0.05)).isCloseTo(0.5, EXACT);
    }

    @Test
    void text_isReadAsItWasWritten() {
        Bars read = Bars.parse(
                "bars.txt", BARS.toText(List.of("of two runs")).lines().toList());

        assertThat(read.of(0.05)).isCloseTo(0.6, Offset.offset(1e-6));
        assertThat(read.toText(List.of())).isEqualTo(BARS.toText(List.of()));
    }

    @Test
    void lineWithoutNumbers_isNamed() {
        assertThatThrownBy(() -> Bars.parse("bars.txt", List.of("rate probability", "0.05 high")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bars.txt:2: '0.05 high' is no row of numbers");
    }
}
