package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertWordsTest {

    @Test
    void unknownClass_standsForItself() {
        assertThat(AlertWords.fault("nan")).isEqualTo("Loss is NaN");
        assertThat(AlertWords.fault("bit_rot")).isEqualTo("bit_rot");
        assertThat(AlertWords.fault("two\nlines")).isEqualTo("two lines");
    }
}
