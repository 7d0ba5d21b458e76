package io.gradwatch.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void pulsesOfOneProcess_areRare_unlessTheFileOrTheEnvironmentSays() throws Exception {
        assertThat(pulses("", Map.of())).isEqualTo(Settings.PULSE_INTERVAL);
        assertThat(pulses("detection: {pulse-interval: 300ms}", Map.of())).isEqualTo(Duration.ofMillis(300));
        assertThat(pulses("", Map.of("GRADWATCH_DETECTION_PULSE_INTERVAL", "2s")))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(DetectionSettings.defaults("a:1").pulseInterval()).isEqualTo(Duration.ofSeconds(1));
    }

    private static Duration pulses(String yaml, Map<String, String> environment) throws Exception {
        return Configuration.parse(yaml, "test.yml", environment)
                .read(Settings::from)
                .detection()
                .pulseInterval();
    }
}
