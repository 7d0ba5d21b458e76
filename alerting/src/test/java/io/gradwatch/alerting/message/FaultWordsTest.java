package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultWordsTest {

    @Test
    void unknownClass_standsForItself() {
        assertThat(FaultWords.of("nan")).isEqualTo("Loss is NaN");
        assertThat(FaultWords.of("bit_rot")).isEqualTo("bit_rot");
        assertThat(FaultWords.of("two\nlines")).isEqualTo("two lines");
    }
}
