package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.sketch.Features;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RiseTest {

    private final float[] inputs = new float[Features.all().size()];

    RiseTest() {
        Arrays.fill(inputs, Float.NaN);
    }

    @Test
    void nothingKnown_isNoRise() {
        assertThat(Rise.isIn(inputs)).isFalse();
    }

    @Test
    void lossAboveItsBestOrItsStart_isARise() {
        set("loss-rise", 0.9f);
        assertThat(Rise.isIn(inputs)).isFalse();

        set("loss-rise", 1.1f);
        assertThat(Rise.isIn(inputs)).isTrue();

        set("loss-rise", 0);
        set("loss-top-over-start", 2);
        assertThat(Rise.isIn(inputs)).isTrue();
    }

    @Test
    void validationLoss_countsWhereThereIsNoOther() {
        set("validation-rise", 2);
        assertThat(Rise.isIn(inputs)).isTrue();

        set("loss-rise", 0);
        assertThat(Rise.isIn(inputs)).isFalse();
    }

    @Test
    void gradientNormAlone_isARise() {
        set("loss-rise", 0);
        set("gradient-rise", 3.5f);

        assertThat(Rise.isIn(inputs)).isTrue();
    }

    private void set(String feature, float value) {
        inputs[Features.all().indexOf(feature)] = value;
    }
}
