package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "0s,0", "30s,30000", "5m,300000", "1.5h,5400000", "7d,604800000", "2 s,2000", "0.5ms,0"})
    void durations_areRead(String text, long millis) {
        assertThat(Units.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1B,1", "2KiB,2048", "64MiB,67108864", "1.5GiB,1610612736"})
    void sizes_areRead(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "s",
                "-1s",
                "1 week",
                "1e3s",
                "1S",
                "NaNs",
                "1,5s",
                "999999999999d",
                "1s1s",
                "1MB",
                "٣s"
            })
    void otherTexts_areRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.duration(text));
    }

    @Test
    void sizeBeyondAnyDisk_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.bytes("999999999999GiB"));
    }
}
